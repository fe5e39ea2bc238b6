package dev.gengate.submission.results;

import dev.gengate.custody.StoreAwayException;
import dev.gengate.problem.ProblemException;
import dev.gengate.problem.ProblemType;
import java.time.Duration;
import org.jboss.logging.Logger;

/** What a caller is told while the store of results is away. */
final class StoreProblems {
    private static final Logger LOG = Logger.getLogger(StoreProblems.class);
    private static final Duration SOON = Duration.ofSeconds(5);

    private StoreProblems() {}

    static ProblemException of(Throwable away) {
        LOG.warnf("the store of results does not answer: %s", away.getMessage());
        return ProblemException.retryable(
                ProblemType.UNAVAILABLE,
                "The store of results is not available now. The request may be sent again.",
                SOON);
    }

    static boolean away(Throwable failure) {
        return failure instanceof StoreAwayException;
    }
}
