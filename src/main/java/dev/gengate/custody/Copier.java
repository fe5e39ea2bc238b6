package dev.gengate.custody;

import dev.gengate.custody.fetch.FetchException;
import dev.gengate.custody.fetch.FetchFault;
import dev.gengate.custody.fetch.Fetched;
import dev.gengate.custody.fetch.Fetcher;
import dev.gengate.custody.fetch.FirstBytes;
import dev.gengate.custody.fetch.ResultAddress;
import dev.gengate.generation.Generation;
import dev.gengate.generation.ledger.CustodyStore.Ending;
import dev.gengate.generation.ledger.CustodyStore.Settlement;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Copies the results of one generation into the store, one after the other: what was asked for before what comes beside it,
 * which may be slow or never be had.
 */
final class Copier {
    private static final Logger LOG = Logger.getLogger(Copier.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);
    /** The store's failure says nothing of the result, and {@link Copies} asks a store that is away one at a time. */
    private static final Duration STORE_PAUSE = Duration.ofMinutes(1);

    /** Up to the configured limit is fetched each time, for nothing unless somebody raises it. */
    private static final Duration TOO_LARGE_PAUSE = Duration.ofHours(1);

    private static final int DOUBLINGS = 12;

    private final Vertx vertx;
    private final Fetcher fetcher;
    private final StoreOfResults place;
    private final ResultStore store;
    private final CustodyMetrics metrics;
    private final Clock clock;
    private final CustodyLeases leases;

    Copier(
            Vertx vertx,
            Fetcher fetcher,
            StoreOfResults place,
            CustodyMetrics metrics,
            Clock clock,
            CustodyLeases leases) {
        this.vertx = vertx;
        this.fetcher = fetcher;
        this.place = place;
        this.store = place.get();
        this.metrics = metrics;
        this.clock = clock;
        this.leases = leases;
    }

    /** One generation to copy. @param tries in vain so far @param cause of the latest in vain; else null */
    record Job(Generation row, Instant expiresAt, int tries, String cause) {

        /** Whether a host of its results has failed it. */
        boolean failedBefore() {
            return cause != null && !cause.equals(FetchFault.STORE.wireName());
        }
    }

    /** Where callers find a result, now and always. */
    static String href(Generation row, int number) {
        return "/v1/generations/" + row.id() + "/results/" + number;
    }

    /** What became of one. @param storesFailure if that of the store is the latest; else null */
    record Copied(Settlement settlement, Throwable storesFailure) {}

    /** What became of it; fails only for a row that cannot be read. */
    Future<Copied> copy(Job job) {
        KeptResults results;
        try {
            results = KeptResults.of(job.row());
        } catch (FetchException unreadable) {
            return Future.failedFuture(unreadable);
        }
        Failures failures = new Failures();
        Interim interim = new Interim(job.row().id(), results);
        Future<Void> all = Future.succeededFuture();
        for (int number : results.missing()) {
            all = all.compose(before -> one(job.row(), results, number).otherwise(failures::add));
        }
        return all.eventually(interim::end)
                .map(done -> new Copied(settlement(job, results, failures.latest), failures.storesLatest));
    }

    /** The latest of a generation's failures, but for that of one which is too large: that one waits longest. */
    private final class Failures {
        private FetchFault latest;
        private Throwable storesLatest;

        Void add(Throwable failure) {
            FetchFault fault = FetchException.faultOf(failure, FetchFault.STORE);
            if (latest == null || fault != FetchFault.TOO_LARGE) {
                latest = fault;
                storesLatest = fault == FetchFault.STORE ? failure : null;
            }
            metrics.failed(fault);
            return null;
        }
    }

    /**
     * Writes down now and then what is stored so far of one generation: its row, and its event if that goes first, name it
     * while the rest is still fetched.
     */
    private final class Interim {
        private final UUID id;
        private final KeptResults results;
        private final long timer;
        private volatile int missing;
        private volatile Future<Void> writing = Future.succeededFuture();

        Interim(UUID id, KeptResults results) {
            this.id = id;
            this.results = results;
            this.missing = results.missing().length;
            this.timer = vertx.setPeriodic(place.writtenEvery().toMillis(), tick -> write());
        }

        private void write() {
            int now = results.missing().length;
            if (now < missing && writing.isComplete()) {
                writing = Future.fromCompletionStage(
                                leases.keep(id, results.json()).subscribeAsCompletionStage())
                        .onSuccess(written -> missing = now)
                        .otherwiseEmpty();
            }
        }

        /** Nothing is written from now on; succeeds once nothing is. */
        Future<Void> end() {
            vertx.cancelTimer(timer);
            return writing;
        }
    }

    private Future<Void> one(Generation row, KeptResults results, int number) {
        if (!leases.mine(row.id())) {
            // it has waited for its turn too long
            return Future.failedFuture(new FetchException(FetchFault.LEDGER));
        }
        long began = System.nanoTime();
        Path file = store.incoming().file();
        return fetch(row, results, number, file)
                .compose(fetched -> put(row, results, number, fetched))
                .onSuccess(size -> metrics.stored(Duration.ofNanos(System.nanoTime() - began), size))
                .onFailure(failed -> vertx.fileSystem().delete(file.toString()))
                .mapEmpty();
    }

    /** A link that has died is asked for again, in two ways: the provider keeps the file for longer. */
    private Future<Fetched> fetch(Generation row, KeptResults results, int number, Path file) {
        String url = results.url(number);
        return fetcher.fetch(url, file)
                .recover(dead -> byAnother(dead, () -> place.fresh(row, url), file))
                .recover(dead -> byAnother(dead, () -> place.told(row, number), file));
    }

    private Future<Fetched> byAnother(Throwable dead, Supplier<Future<Optional<String>>> link, Path file) {
        return FetchException.faultOf(dead, FetchFault.STORE) == FetchFault.GONE
                ? link.get().compose(found -> found.map(url -> fetcher.fetch(url, file))
                        .orElseGet(() -> Future.failedFuture(dead)))
                : Future.failedFuture(dead);
    }

    private Future<Long> put(Generation row, KeptResults results, int number, Fetched file) {
        String name = ResultAddress.parse(results.url(number)).getPath();
        String type = FirstBytes.mediaType(file.head(), results.kind(number), name == null ? "" : name);
        if (!leases.mine(row.id())) {
            throw new FetchException(FetchFault.LEDGER);
        }
        String key = ObjectKey.of(row, number, type);
        return store.put(key, file.file(), file.bytes(), file.sha256(), type)
                .map(stored -> {
                    results.store(number, store.uri(key), href(row, number), file, type);
                    return file.bytes();
                })
                .recover(failure ->
                        Future.failedFuture(store.refuses(failure) ? refused(row, number, failure) : failure));
    }

    private static FetchException refused(Generation row, int number, Throwable failure) {
        LOG.warnf(
                "generation %s: the store refuses result %d (%s)", row.id(), number, StoreAwayException.kind(failure));
        return new FetchException(FetchFault.REFUSED_BY_STORE);
    }

    private Settlement settlement(Job job, KeptResults results, FetchFault cause) {
        Instant now = clock.instant();
        int[] missing = results.missing();
        String why = cause == null ? null : cause.wireName();
        int tries = job.tries() + (saysSomethingOfTheResult(cause) ? 1 : 0);
        if (missing.length > 0 && now.isBefore(job.expiresAt())) {
            return new Settlement(
                    job.row().id(), results.json(), Ending.AGAIN, now.plus(pause(job.tries(), cause)), why, tries, 0);
        }
        for (int number : missing) {
            results.lose(number);
        }
        if (missing.length > 0) {
            LOG.warnf("generation %s: %d results are lost (%s)", job.row().id(), missing.length, why);
        }
        Ending ending = results.anyStored() ? Ending.STORED : Ending.LOST;
        // whoever dies before it has told leaves that to another one soon
        return new Settlement(
                job.row().id(), results.json(), ending, now.plus(CustodyLeases.LENGTH), why, tries, missing.length);
    }

    /** Neither a store that is away nor a lease that has run out does. */
    private static boolean saysSomethingOfTheResult(FetchFault cause) {
        return cause != null && cause != FetchFault.STORE && cause != FetchFault.LEDGER;
    }

    private static Duration pause(int tries, FetchFault cause) {
        if (cause == FetchFault.STORE) {
            return STORE_PAUSE;
        }
        if (cause == FetchFault.TOO_LARGE) {
            return TOO_LARGE_PAUSE;
        }
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(tries, DOUBLINGS));
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }
}
