package dev.gengate.custody;

import dev.gengate.custody.KeptResults.Stored;
import dev.gengate.custody.fetch.FetchException;
import dev.gengate.custody.fetch.FirstBytes;
import dev.gengate.custody.fetch.ResultAddress;
import dev.gengate.generation.Generation;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Finds where the results of generations are. */
@ApplicationScoped
public class ResultPlaces {
    private static final String LOST = "The result was not stored in time, or was removed.";
    private static final String UNREADABLE = "What the gateway has of the results cannot be read.";
    private static final String ERASED = "The result was erased.";
    private static final String ELSEWHERE =
            "The result is stored where the gateway no longer looks: in another store or bucket, or under another prefix.";
    private static final Duration SIGNED = Duration.ofMinutes(15);
    private static final Duration HOUR = Duration.ofHours(1);

    private final StoreOfResults store;
    private final Vertx vertx;
    private final Clock clock;

    ResultPlaces(StoreOfResults store, Vertx vertx, Clock clock) {
        this.store = store;
        this.vertx = vertx;
        this.clock = clock;
    }

    /** Where result {@code number} of it is, from 1. @param head for who asks for no more than its head */
    public Uni<ResultPlace> of(Generation row, int number, boolean head) {
        if (row.results() == null) {
            return Uni.createFrom().item(without(row));
        }
        Optional<KeptResults> readable = KeptResults.ifReadable(row);
        if (readable.isEmpty()) {
            return Uni.createFrom().item(new ResultPlace.Lost(UNREADABLE));
        }
        KeptResults results = readable.get();
        if (number < 1 || number > results.count()) {
            return Uni.createFrom().item(beyond(results.count()));
        }
        if (results.lost(number)) {
            return Uni.createFrom().item(new ResultPlace.Lost(LOST));
        }
        return results.stored(number)
                .map(stored -> stored(row, number, stored, head))
                .orElseGet(() -> Uni.createFrom().item(atTheProvider(results, number)));
    }

    private static ResultPlace without(Generation row) {
        String state = row.state().wireName();
        if (!row.state().terminal()) {
            return new ResultPlace.None("The generation is " + state
                    + ", and has its results when it has ended; GET of it with Prefer: wait tells when.");
        }
        if (row.erased() && row.failure() == null) {
            return new ResultPlace.Lost(ERASED);
        }
        return new ResultPlace.None("The generation has ended as " + state + ", and has no file.");
    }

    private static ResultPlace beyond(int count) {
        return new ResultPlace.None("The generation has " + count + (count == 1 ? " result." : " results."));
    }

    private ResultPlace atTheProvider(KeptResults results, int number) {
        Optional<Instant> expired =
                results.expiresAt(number).filter(end -> !clock.instant().isBefore(end));
        if (expired.isPresent()) {
            return new ResultPlace.Lost("The result is not stored, and its link expired at " + expired.get() + ".");
        }
        try {
            return new ResultPlace.Elsewhere(ResultAddress.parse(results.url(number)));
        } catch (FetchException nowhere) {
            return new ResultPlace.Lost(LOST);
        }
    }

    /** A URL of a stored result that anybody may use for an hour; empty where the store makes none, or it is not stored. */
    public Uni<Optional<String>> forAnHour(Generation row, int number) {
        Optional<String> key = signable(row, number);
        return key.isEmpty()
                ? Uni.createFrom().item(Optional.empty())
                : Uni.createFrom()
                        .completionStage(
                                () -> store.get().signed(key.get(), HOUR, false).toCompletionStage())
                        .map(url -> Optional.of(url.toString()));
    }

    /** Whether there is such a URL. */
    public boolean signs(Generation row, int number) {
        return signable(row, number).isPresent();
    }

    private Optional<String> signable(Generation row, int number) {
        return store.signs()
                ? KeptResults.ifReadable(row)
                        .flatMap(results -> results.stored(number))
                        .filter(stored -> store.has(ObjectKey.of(row, number, stored.mediaType()), stored))
                        .map(stored -> ObjectKey.of(row, number, stored.mediaType()))
                : Optional.empty();
    }

    private Uni<ResultPlace> stored(Generation row, int number, Stored stored, boolean head) {
        String key = ObjectKey.of(row, number, stored.mediaType());
        if (!store.has(key, stored)) {
            return Uni.createFrom().item(new ResultPlace.Lost(ELSEWHERE));
        }
        Optional<Path> here = store.get().file(key);
        if (here.isEmpty()) {
            return StoreAwayException.or(() -> store.get().signed(key, SIGNED, head))
                    .map(ResultPlace.Elsewhere::new);
        }
        Path file = here.get();
        return Uni.createFrom()
                .completionStage(
                        () -> vertx.fileSystem().exists(file.toString()).toCompletionStage())
                .map(there -> there
                        ? new ResultPlace.Here(
                                file,
                                stored.bytes(),
                                stored.sha256(),
                                stored.mediaType(),
                                ObjectKey.fileName(key),
                                FirstBytes.harmless(stored.mediaType()))
                        : new ResultPlace.Lost(LOST));
    }
}
