package dev.gengate.submission;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.gengate.access.Caller;
import dev.gengate.access.Roles;
import dev.gengate.accounts.BalanceWatch;
import dev.gengate.generation.ProviderAccounts;
import dev.gengate.models.Price;
import dev.gengate.usage.Budgets;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.math.BigDecimal;
import java.util.List;

/** What a submission would cost: the same body, the same errors, and nothing is stored. */
@Path("/v1/quotes")
@Produces(MediaType.APPLICATION_JSON)
class QuoteResource {
    private final RequestReader reader;
    private final SubmissionChecks checks;
    private final BalanceWatch balance;
    private final Budgets budgets;
    private final ProviderAccounts accounts;
    private final SecurityIdentity identity;

    QuoteResource(
            RequestReader reader,
            SubmissionChecks checks,
            BalanceWatch balance,
            Budgets budgets,
            ProviderAccounts accounts,
            SecurityIdentity identity) {
        this.reader = reader;
        this.checks = checks;
        this.balance = balance;
        this.budgets = budgets;
        this.accounts = accounts;
        this.identity = identity;
    }

    /**
     * A quote.
     *
     * @param credits what is reserved; absent if nobody knows the price
     * @param from at least so much, where the input alone does not decide it
     * @param to at most so much, where the input alone does not decide it, and as far as the model's file can tell
     * @param fits whether the balance, as last read, of an account that may take it suffices; absent while either is not
     *     known
     * @param withinBudget whether the caller's budgets have as much left; absent for a caller without, and without a price
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record QuoteView(
            String model,
            String modelVersion,
            BigDecimal credits,
            BigDecimal from,
            BigDecimal to,
            Boolean fits,
            Boolean withinBudget) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Roles.SUBMIT)
    public Uni<QuoteView> quote(byte[] body) {
        String caller = Caller.of(identity).name();
        Submission submission = checks.price(caller, reader.read(body, caller));
        Price.Quote quote = submission.ready().quote();
        return checks.account(caller, submission)
                .map(only -> only.map(List::of).orElseGet(() -> accounts.openTo(caller)))
                .flatMap(those -> budgets.within(caller, quote == null ? null : quote.to())
                        .onFailure()
                        .recoverWithNull()
                        .map(within -> view(submission, those, within)));
    }

    private QuoteView view(Submission submission, List<String> those, Boolean withinBudget) {
        String version = submission.ready().model().version();
        Price.Quote quote = submission.ready().quote();
        if (quote == null) {
            return new QuoteView(submission.model(), version, null, null, null, null, null);
        }
        boolean range = !quote.exact();
        return new QuoteView(
                submission.model(),
                version,
                quote.to(),
                range ? quote.from() : null,
                range ? quote.to() : null,
                fits(quote.to(), those),
                withinBudget);
    }

    private Boolean fits(BigDecimal credits, List<String> those) {
        double latest = balance.latest(those);
        return Double.isNaN(latest) ? null : Boolean.valueOf(latest >= credits.doubleValue());
    }
}
