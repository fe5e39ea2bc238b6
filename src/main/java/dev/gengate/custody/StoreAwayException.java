package dev.gengate.custody;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** The store does not do now what it is asked for. Says nothing of where it is. */
public final class StoreAwayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StoreAwayException(String what) {
        super(what, null, false, false);
    }

    /** What the store does; fails with this exception, and is not begun before somebody waits for it. */
    static <T> Uni<T> or(Supplier<Future<T>> call) {
        return Uni.createFrom()
                .completionStage(() -> call.get().toCompletionStage())
                .onFailure()
                .transform(
                        failure -> failure instanceof StoreAwayException || failure instanceof StoredElsewhereException
                                ? failure
                                : new StoreAwayException(kind(failure)));
    }

    /** What kind of failure it is, for a log: classes, and what a server of S3 answered; no address, no name of an object. */
    public static String kind(Throwable failure) {
        Throwable known = failure;
        while (known instanceof CompletionException && known.getCause() != null) {
            known = known.getCause();
        }
        String name = known.getClass().getSimpleName();
        if (known instanceof AwsServiceException refusal) {
            AwsErrorDetails answer = refusal.awsErrorDetails();
            return name + " " + refusal.statusCode() + (answer == null ? "" : " " + answer.errorCode());
        }
        return known.getCause() == null
                ? name
                : name + " by " + known.getCause().getClass().getSimpleName();
    }
}
