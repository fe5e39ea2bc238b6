package dev.gengate.database;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.pgclient.PgException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * Limits clients' reads to some at a time; the others wait here as long as the ledger answers. In the pool they would
 * have to be served within its time-out and would take connections from commits. If a read fails and the ledger has
 * answered no other since it began, all waiting reads fail too: they would only wait for the same outage. A read that fails
 * while the ledger answers others gets one more turn.
 */
final class ReadLine {
    /** Clients do not wait longer than this either. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private final int places;
    private final int mostWaiting;
    private final Patience patience;
    private final Queue<Turn<?>> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waitingTurns = new AtomicInteger();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger drains = new AtomicInteger();
    private final AtomicLong answers = new AtomicLong();

    /**
     * @param mostWaiting reads that may wait; one more fails at once
     * @param patience with one read
     */
    ReadLine(int places, int mostWaiting, Patience patience) {
        this.places = places;
        this.mostWaiting = mostWaiting;
        this.patience = patience;
    }

    /** Waits for the end of a read. */
    interface Patience {
        /** Runs the task once the patience is over, unless the read has ended before. */
        void begin(BooleanSupplier ended, Runnable over);
    }

    /** The answer to this read, run when it is its turn. */
    <T> Uni<T> inTurn(Uni<T> read) {
        return Uni.createFrom()
                .<T>emitter(emitter -> enter(new Turn<>(read, emitter, true)))
                .ifNoItem()
                .after(LONGEST_WAIT)
                .fail()
                .onFailure(failure -> !(failure instanceof DatabaseUnavailableException))
                .transform(DatabaseUnavailableException::new);
    }

    private void enter(Turn<?> turn) {
        if (waitingTurns.incrementAndGet() > mostWaiting) {
            waitingTurns.decrementAndGet();
            turn.emitter.fail(new RejectedExecutionException("too many reads are waiting"));
            return;
        }
        waiting.add(turn);
        drain();
    }

    /** Runs on one thread at a time and not recursively: a read may end where it begins. */
    private void drain() {
        if (drains.getAndIncrement() > 0) {
            return;
        }
        int missed = 1;
        while (missed > 0) {
            for (Turn<?> turn = turn(); turn != null; turn = turn()) {
                running.incrementAndGet();
                turn.begin();
            }
            missed = drains.addAndGet(-missed);
        }
    }

    private Turn<?> turn() {
        return running.get() < places ? next() : null;
    }

    private Turn<?> next() {
        Turn<?> turn = waiting.poll();
        if (turn != null) {
            waitingTurns.decrementAndGet();
        }
        return turn;
    }

    private void failAll(Throwable failure) {
        for (Turn<?> turn = next(); turn != null; turn = next()) {
            turn.emitter.fail(failure);
        }
    }

    private final class Turn<T> {
        private final Uni<T> read;
        private final UniEmitter<? super T> emitter;
        private final AtomicBoolean ended = new AtomicBoolean();
        private volatile boolean over;

        /** Whether it may get one more turn. */
        private final boolean first;

        Turn(Uni<T> read, UniEmitter<? super T> emitter, boolean first) {
            this.read = read;
            this.emitter = emitter;
            this.first = first;
            emitter.onTermination(() -> over = true);
        }

        void begin() {
            if (over) {
                running.decrementAndGet();
                return;
            }
            long before = answers.get();
            patience.begin(ended::get, () -> end(() -> failed(new TimeoutException(), before)));
            read.subscribe().with(answer -> end(() -> answered(answer)), failure -> end(() -> failed(failure, before)));
        }

        /** Frees the place however the read ends. */
        private void end(Runnable how) {
            if (ended.compareAndSet(false, true)) {
                how.run();
                running.decrementAndGet();
                drain();
            }
        }

        private void answered(T answer) {
            answers.incrementAndGet();
            emitter.complete(answer);
        }

        private void failed(Throwable failure, long before) {
            boolean answered = failure instanceof PgException;
            boolean othersAnswered = answers.get() > before;
            if (!answered && othersAnswered && first) {
                enter(new Turn<>(read, emitter, false));
                return;
            }
            emitter.fail(failure);
            if (answered) {
                answers.incrementAndGet();
            } else if (!othersAnswered) {
                failAll(failure);
            }
        }
    }
}
