package dev.gengate.accounts;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.gengate.access.Roles;
import dev.gengate.generation.ProviderAccounts;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The balance of the provider's account, or of all of them. */
@Path("/v1/credits")
@Produces(MediaType.APPLICATION_JSON)
class CreditsResource {
    private final BalanceWatch watch;
    private final ProviderAccounts accounts;

    CreditsResource(BalanceWatch watch, ProviderAccounts accounts) {
        this.watch = watch;
        this.accounts = accounts;
    }

    @GET
    @RolesAllowed({Roles.READ, Roles.OPERATOR})
    public Uni<Credits> credits() {
        return watch.read().map(this::credits);
    }

    private Credits credits(Map<String, KnownBalance> balances) {
        if (balances.isEmpty()) {
            throw ProblemException.of(ProblemType.PROVIDER_ERROR, "The provider did not report the balance.");
        }
        BigDecimal sum = balances.values().stream().map(KnownBalance::credits).reduce(BigDecimal.ZERO, BigDecimal::add);
        Instant oldest = balances.values().stream()
                .map(KnownBalance::readAt)
                .min(Comparator.naturalOrder())
                .orElseThrow();
        List<Of> each = new ArrayList<>();
        balances.forEach((account, known) -> each.add(new Of(account, known.credits(), known.readAt())));
        return new Credits(sum, oldest, accounts.several() ? each : null);
    }

    /**
     * All accounts together.
     *
     * @param credits may be fractional
     * @param readAt when the provider reported it, up to {@code gateway.credits.every} ago
     * @param accounts of several, those whose balance could be read
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Credits(BigDecimal credits, Instant readAt, List<Of> accounts) {}

    /** One account. */
    public record Of(String account, BigDecimal credits, Instant readAt) {}
}
