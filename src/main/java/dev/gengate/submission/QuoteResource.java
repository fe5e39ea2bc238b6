package dev.gengate.submission;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.gengate.access.Caller;
import dev.gengate.access.Roles;
import dev.gengate.accounts.BalanceWatch;
import dev.gengate.models.Price;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.math.BigDecimal;

/** What a submission would cost: the same body, the same errors, and nothing is stored. */
@Path("/v1/quotes")
@Produces(MediaType.APPLICATION_JSON)
class QuoteResource {
    private final RequestReader reader;
    private final PriceBounds bounds;
    private final EarlierChecks earlier;
    private final BalanceWatch balance;
    private final SecurityIdentity identity;

    QuoteResource(
            RequestReader reader,
            PriceBounds bounds,
            EarlierChecks earlier,
            BalanceWatch balance,
            SecurityIdentity identity) {
        this.reader = reader;
        this.bounds = bounds;
        this.earlier = earlier;
        this.balance = balance;
        this.identity = identity;
    }

    /**
     * A quote.
     *
     * @param credits what is reserved; absent if nobody knows the price
     * @param from at least so much, where the input alone does not decide it
     * @param to at most so much, where the input alone does not decide it
     * @param fits whether the account's balance, as last read, suffices; absent while either is not known
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record QuoteView(
            String model, String modelVersion, BigDecimal credits, BigDecimal from, BigDecimal to, Boolean fits) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Roles.SUBMIT)
    public Uni<QuoteView> quote(byte[] body) {
        String caller = Caller.of(identity).name();
        return earlier.check(caller, bounds.check(caller, reader.read(body, caller)))
                .map(this::view);
    }

    private QuoteView view(Submission submission) {
        String version = submission.ready().model().version();
        Price.Quote quote = submission.ready().quote();
        if (quote == null) {
            return new QuoteView(submission.model(), version, null, null, null, null);
        }
        boolean range = !quote.exact();
        return new QuoteView(
                submission.model(),
                version,
                quote.to(),
                range ? quote.from() : null,
                range ? quote.to() : null,
                fits(quote.to()));
    }

    private Boolean fits(BigDecimal credits) {
        double latest = balance.latest();
        return Double.isNaN(latest) ? null : Boolean.valueOf(latest >= credits.doubleValue());
    }
}
