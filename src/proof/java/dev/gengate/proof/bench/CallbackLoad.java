package dev.gengate.proof.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Sends callbacks of rows that it first puts into the contestant's ledger, so that none is sent twice. */
final class CallbackLoad {
    private static final Map<String, String> HEADERS = Map.of("Content-Type", "application/json");
    /** Callbacks a second that are prepared for at least, for what was seen before may have been cold. */
    private static final int LEAST_RATE = 8_000;

    /** The same at one connection. */
    private static final int LEAST_RATE_ALONE = 4_000;

    /** So much more is prepared than is expected. */
    private static final double RESERVE = 1.2;

    private final Options options;
    private final Surroundings surroundings;
    private final Map<String, Double> seen = new HashMap<>();
    private long next = 1;
    private long lastFirst;

    CallbackLoad(Options options, Surroundings surroundings) {
        this.options = options;
        this.surroundings = surroundings;
    }

    /** Callbacks that count for nothing. */
    void warmUp(RunningContestant contestant, NumberedRows ledger) {
        WarmUp.run(
                contestant,
                options.warmUp(),
                (connections, seconds) -> closed(contestant, ledger, connections, seconds));
    }

    /** One request after the other on each of the connections. */
    LoadResult closed(RunningContestant contestant, NumberedRows ledger, int connections, int seconds) {
        return closed(contestant, ledger, connections, seconds, () -> {}, () -> {});
    }

    /** The same; says when everything is prepared, and when the last was answered. */
    LoadResult closed(
            RunningContestant contestant,
            NumberedRows ledger,
            int connections,
            int seconds,
            Runnable prepared,
            Runnable answered) {
        String key = contestant.contestant().name() + " at " + connections;
        LoadResult result;
        do {
            double expected = Math.max(connections == 1 ? LEAST_RATE_ALONE : LEAST_RATE, seen.getOrDefault(key, 0.0));
            int rows = (int) (expected * RESERVE * seconds) + 1_000;
            LoadOrder order = prepare(contestant, ledger, rows).closed(connections, seconds);
            prepared.run();
            result = surroundings.load().run(key, order);
            answered.run();
            requireEnded(contestant, ledger, result);
            leaveNoneOpen(contestant, ledger);
            seen.merge(key, (result.exhausted() ? 2 : 1.2) * result.perSecond(), Math::max);
        } while (result.exhausted());
        return result;
    }

    /** An acknowledged callback that ended nothing would make a fine figure. */
    private void requireEnded(RunningContestant contestant, NumberedRows ledger, LoadResult result) {
        if (contestant.contestant().gateway() && ledger.ended(lastFirst, next - 1) < result.good()) {
            throw new IllegalStateException("callbacks were acknowledged and their generations did not end");
        }
    }

    /** What was prepared and not sent: no ledger has so many open rows, and the gateway counts them now and then. */
    private void leaveNoneOpen(RunningContestant contestant, NumberedRows ledger) {
        if (contestant.contestant().gateway()) {
            ledger.withdraw(lastFirst, next - 1);
        }
    }

    /** So many a second. */
    LoadResult open(RunningContestant contestant, NumberedRows ledger, int rate, int seconds) {
        String key = contestant.contestant().name() + " at " + rate + "/s";
        LoadOrder order = prepare(contestant, ledger, rate * seconds + 1_000).open(rate, seconds);
        LoadResult result = surroundings.load().run(key, order);
        leaveNoneOpen(contestant, ledger);
        return result;
    }

    /** Microseconds from sending each callback to reading its event, ascending, at a fixed rate. */
    long[] toEvents(RunningContestant contestant, NumberedRows ledger, int rate, int seconds) {
        int rows = rate * seconds + 1_000;
        Path stamps = options.file("stamps.bin");
        try (EventTimes events = new EventTimes(surroundings.kafka(), next, rows)) {
            LoadOrder order =
                    prepare(contestant, ledger, rows).open(rate, seconds).stamped(stamps);
            surroundings.load().run("events", order);
            leaveNoneOpen(contestant, ledger);
            return events.since(stamps);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A row that was called back before. */
    long someSentRow() {
        return lastFirst;
    }

    private LoadOrder prepare(RunningContestant contestant, NumberedRows ledger, int rows) {
        Path requests = options.file("callbacks.txt");
        Path body = options.file("callback.json");
        try {
            Files.writeString(body, CallbackRequests.body(ledger.idPrefix(), surroundings.results()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        CallbackRequests.write(requests, ledger, next, next + rows - 1);
        if (contestant.contestant().gateway()) {
            ledger.checkpoint();
            ledger.submitted(next, next + rows - 1);
            ledger.settle();
        }
        lastFirst = next;
        next += rows;
        return LoadOrder.posts(contestant.contestant().port(), requests, body, HEADERS, 200);
    }
}
