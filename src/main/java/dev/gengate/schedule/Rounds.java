package dev.gengate.schedule;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** The rounds of one task, one at a time. One that is far too old is dropped: its end was lost, or never comes. */
final class Rounds {
    private static final Logger LOG = Logger.getLogger(Rounds.class);

    private final String what;
    private final Supplier<Uni<Void>> work;
    private final Consumer<Runnable> context;
    private final Duration oldest;
    private final Runnable dropped;
    private final AtomicReference<Round> running = new AtomicReference<>();
    private volatile boolean failing;

    /**
     * @param what they are, as the log names them
     * @param context runs each round in a context of its own
     * @param dropped told of each round that is dropped
     */
    Rounds(String what, Supplier<Uni<Void>> work, Consumer<Runnable> context, Duration oldest, Runnable dropped) {
        this.what = what;
        this.work = work;
        this.context = context;
        this.oldest = oldest;
        this.dropped = dropped;
    }

    /** Begins a round unless one is running. */
    void beat() {
        Round before = running.get();
        Round next = new Round();
        if ((before == null || before.tooOld()) && running.compareAndSet(before, next)) {
            if (before != null) {
                before.drop();
            }
            context.accept(next::begin);
        }
    }

    private final class Round {
        private final long began = System.nanoTime();
        private volatile Cancellable subscription = () -> {};

        boolean tooOld() {
            return System.nanoTime() - began > oldest.toNanos();
        }

        /** What is thrown past the round ends it too. */
        void begin() {
            try {
                subscription = Uni.createFrom()
                        .deferred(work::get)
                        .onTermination()
                        .invoke(this::end)
                        .subscribe()
                        .with(done -> failing = false, Rounds.this::failed);
                if (running.get() != this) {
                    // ended, or dropped before there was anything to cancel
                    subscription.cancel();
                }
            } catch (Throwable thrown) {
                end();
                failed(thrown);
            }
        }

        private void end() {
            running.compareAndSet(this, null);
        }

        void drop() {
            LOG.errorf("%s is dropped: it has not ended after %d s", what, oldest.toSeconds());
            dropped.run();
            subscription.cancel();
        }
    }

    /** Only the first of several in a row is a warning: while the ledger is down, every round of every task fails. */
    private void failed(Throwable failure) {
        LOG.logf(
                failing ? Logger.Level.DEBUG : Logger.Level.WARN,
                "%s failed, will be tried again: %s",
                what,
                failure.getClass().getName());
        failing = true;
    }
}
