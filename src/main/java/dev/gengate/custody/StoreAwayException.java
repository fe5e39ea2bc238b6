package dev.gengate.custody;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import java.util.function.Supplier;

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
                                : new StoreAwayException(failure.getClass().getName()));
    }
}
