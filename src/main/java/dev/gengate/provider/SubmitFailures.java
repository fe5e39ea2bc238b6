package dev.gengate.provider;

import dev.gengate.provider.answer.SubmitResult;
import dev.gengate.provider.answer.SubmitResult.TryLater;
import dev.gengate.provider.answer.SubmitResult.Unconfirmed;
import io.vertx.core.http.HttpClosedException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/** Interprets a createTask call that ended without an answer. */
final class SubmitFailures {
    private SubmitFailures() {}

    /**
     * @param sending whether the request had a connection, so that part of it may have reached the provider; without
     *     one it cannot have created a task, whatever the exception
     */
    static SubmitResult read(Throwable failure, boolean sending) {
        if (!sending) {
            return new TryLater(TryLater.Reason.UNREACHABLE, Optional.empty());
        }
        return new Unconfirmed(reason(failure));
    }

    private static Unconfirmed.Reason reason(Throwable failure) {
        if (causedBy(failure, TimeoutException.class) || causedBy(failure, io.smallrye.mutiny.TimeoutException.class)) {
            return Unconfirmed.Reason.TIMED_OUT;
        }
        return causedBy(failure, IOException.class) || causedBy(failure, HttpClosedException.class)
                ? Unconfirmed.Reason.CONNECTION_LOST
                : Unconfirmed.Reason.UNREADABLE_ANSWER;
    }

    private static boolean causedBy(Throwable failure, Class<? extends Throwable> type) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < 10; depth++) {
            if (type.isInstance(cause)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }
}
