package dev.gengate.submission.results;

import dev.gengate.custody.StoreAwayException;
import dev.gengate.custody.StoredElsewhereException;
import dev.gengate.problem.ProblemException;
import dev.gengate.problem.ProblemType;
import java.time.Duration;
import org.jboss.logging.Logger;

/** What a caller is told when the store of results does not do what is asked for. */
final class StoreProblems {
    private static final Logger LOG = Logger.getLogger(StoreProblems.class);
    private static final Duration SOON = Duration.ofSeconds(5);

    private StoreProblems() {}

    static Throwable of(Throwable failure) {
        if (failure instanceof StoreAwayException) {
            LOG.warnf("the store of results does not answer: %s", failure.getMessage());
            return ProblemException.retryable(
                    ProblemType.UNAVAILABLE,
                    "The store of results is not available now. The request may be sent again.",
                    SOON);
        }
        return failure instanceof StoredElsewhereException
                ? ProblemException.of(
                        ProblemType.CONFLICT,
                        "Its results are stored where the gateway no longer looks (another store, bucket or prefix), so they"
                                + " cannot be removed, and nothing was erased.")
                : failure;
    }
}
