package dev.gengate.accounts;

import dev.gengate.access.Roles;
import dev.gengate.generation.account.BalanceStore.KnownBalance;
import dev.gengate.problem.ProblemException;
import dev.gengate.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The balance of the provider's account. */
@Path("/v1/credits")
@Produces(MediaType.APPLICATION_JSON)
class CreditsResource {
    /** A caller waits less for the balance than the provider may take. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final BalanceWatch watch;

    CreditsResource(BalanceWatch watch) {
        this.watch = watch;
    }

    @GET
    @RolesAllowed({Roles.READ, Roles.OPERATOR})
    public Uni<Credits> credits() {
        return watch.balance()
                .ifNoItem()
                .after(PATIENCE)
                .recoverWithItem(Optional.empty())
                .map(CreditsResource::credits);
    }

    private static Credits credits(Optional<KnownBalance> balance) {
        KnownBalance known = balance.orElseThrow(
                () -> ProblemException.of(ProblemType.PROVIDER_ERROR, "The provider did not report the balance."));
        return new Credits(known.credits(), known.readAt());
    }

    /**
     * The account.
     *
     * @param credits may be fractional
     * @param readAt when the provider reported it, up to {@code gateway.credits.every} ago
     */
    public record Credits(BigDecimal credits, Instant readAt) {}
}
