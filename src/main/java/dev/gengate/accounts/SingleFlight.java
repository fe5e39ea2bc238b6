package dev.gengate.accounts;

import io.smallrye.mutiny.Uni;
import java.util.function.Supplier;

/** Work that is done once for all who ask for it while it is under way. */
final class SingleFlight<T> {
    private Uni<T> underWay;

    synchronized Uni<T> of(Supplier<Uni<T>> work) {
        if (underWay == null) {
            underWay = Uni.createFrom()
                    .deferred(work::get)
                    .onTermination()
                    .invoke(this::over)
                    .memoize()
                    .indefinitely();
        }
        return underWay;
    }

    private synchronized void over() {
        underWay = null;
    }
}
