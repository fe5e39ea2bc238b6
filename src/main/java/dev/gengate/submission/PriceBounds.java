package dev.gengate.submission;

import dev.gengate.problem.ProblemException;
import dev.gengate.queue.AdmissionConfig;
import dev.gengate.usage.Budgets;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;

/** What one generation may cost. Where that is bounded, its price must be known. */
@ApplicationScoped
class PriceBounds {
    private final AdmissionConfig config;
    private final Budgets budgets;

    PriceBounds(AdmissionConfig config, Budgets budgets) {
        this.config = config;
        this.budgets = budgets;
    }

    /** The submission, or the problem that its price is. */
    Submission check(String caller, Submission submission) {
        BigDecimal price = submission.reservation().price();
        BigDecimal most = config.maxCredits().orElse(null);
        if (price == null && (most != null || budgets.of(caller) != null)) {
            throw ProblemException.invalid("/model", "has no known price, but your spending is limited");
        }
        if (most != null && price.compareTo(most) > 0) {
            throw ProblemException.invalid(
                    "/input",
                    "may cost " + price.toPlainString() + " credits; one generation may cost " + most.toPlainString()
                            + " at most");
        }
        return submission;
    }
}
