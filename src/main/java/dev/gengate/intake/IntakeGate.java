package dev.gengate.intake;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * How many records of an intake are being submitted. What cannot be taken now closes it for a while, longer each time;
 * then one record tries, and with each that is taken more follow. Records that wait take turns, so that one that never passes
 * keeps no other from trying.
 */
final class IntakeGate {
    /** Records at one time: as many as share one commit. */
    static final int MOST = 128;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final BiConsumer<Duration, Runnable> later;
    private final Queue<Turn> waiting = new ArrayDeque<>();
    private int window = MOST;
    private int inside;
    private int strikes;
    private boolean closed;
    private boolean stopped;
    private boolean admitting;

    /** @param later runs something after a while */
    IntakeGate(BiConsumer<Duration, Runnable> later) {
        this.later = later;
    }

    /** Does the work when it is a record's turn. Each entry is left once; who is cancelled before does not wait any more. */
    <T> Uni<T> enter(Supplier<Uni<T>> work) {
        return Uni.createFrom().deferred(() -> {
            Turn turn = new Turn();
            return turn.comes().chain(() -> {
                turn.taken = true;
                return work.get();
            });
        });
    }

    /** A record's turn. Between its coming and its being taken, the stream may break off. */
    private final class Turn {
        private UniEmitter<? super Void> emitter;
        private volatile boolean taken;

        Uni<Void> comes() {
            return Uni.createFrom().emitter(come -> {
                emitter = come;
                come.onTermination(() -> over(this));
                synchronized (IntakeGate.this) {
                    waiting.add(this);
                }
                admit();
            });
        }
    }

    private void over(Turn turn) {
        boolean came;
        synchronized (this) {
            came = !waiting.remove(turn);
        }
        if (came && !turn.taken) {
            left();
        }
    }

    /** One that entered is decided. */
    void passed() {
        synchronized (this) {
            strikes = 0;
            window = Math.min(MOST, window * 2);
            inside--;
        }
        admit();
    }

    /** One that entered says nothing about the others. */
    void left() {
        synchronized (this) {
            inside--;
        }
        admit();
    }

    /** One that entered cannot be taken now, and others neither. */
    void refused() {
        Duration pause = null;
        synchronized (this) {
            inside--;
            window = 1;
            if (!closed) {
                closed = true;
                pause = pause();
            }
        }
        if (pause != null) {
            later.accept(pause, this::open);
        }
    }

    /** Nothing enters any more. */
    synchronized void stop() {
        stopped = true;
    }

    private Duration pause() {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(strikes++, 6));
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }

    private void open() {
        synchronized (this) {
            closed = false;
        }
        admit();
    }

    /** One at a time: what is admitted may be decided at once, and come here again. */
    private void admit() {
        synchronized (this) {
            if (admitting) {
                return;
            }
            admitting = true;
        }
        for (List<Turn> next = next(); !next.isEmpty(); next = next()) {
            next.forEach(turn -> turn.emitter.complete(null));
        }
    }

    private synchronized List<Turn> next() {
        List<Turn> admitted = new ArrayList<>();
        while (!closed && !stopped && inside < window && !waiting.isEmpty()) {
            inside++;
            admitted.add(waiting.poll());
        }
        admitting = !admitted.isEmpty();
        return admitted;
    }
}
