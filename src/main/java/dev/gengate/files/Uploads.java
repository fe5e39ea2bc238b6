package dev.gengate.files;

import dev.gengate.custody.StoreOfFiles;
import dev.gengate.custody.fetch.FetchException;
import dev.gengate.custody.fetch.FirstBytes;
import dev.gengate.database.LedgerIds;
import dev.gengate.generation.ResultKind;
import dev.gengate.generation.RetentionConfig;
import dev.gengate.generation.files.FileStore;
import dev.gengate.generation.files.StoredFile;
import dev.gengate.http.RequestRules;
import dev.gengate.http.StreamedBody;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/**
 * Receives files. What they are is told by their first bytes, before anything takes the rest; whether there is sound alone
 * in a container of films, by their {@code Content-Type}.
 */
@ApplicationScoped
class Uploads {
    /** The provider keeps what is uploaded for a day; whoever reads a file that was named at its last moment has an hour. */
    private static final Duration AT_THE_PROVIDER = Duration.ofHours(23);

    private final FilesConfig config;
    private final UploadSlots slots;
    private final FileStore ledger;
    private final FilePlace place;
    private final Duration kept;
    private final LedgerIds ids;
    private final FileMetrics metrics;
    private final Clock clock;

    Uploads(
            FilesConfig config,
            RetentionConfig retention,
            UploadSlots slots,
            FileStore ledger,
            StoreOfFiles store,
            PlaceInStore inStore,
            PlaceAtProvider atProvider,
            LedgerIds ids,
            FileMetrics metrics,
            Clock clock) {
        this.config = config;
        this.slots = slots;
        this.ledger = ledger;
        this.place = store.on() ? inStore : atProvider;
        this.kept =
                store.on() || retention.files().compareTo(AT_THE_PROVIDER) < 0 ? retention.files() : AT_THE_PROVIDER;
        this.ids = ids;
        this.metrics = metrics;
        this.clock = clock;
    }

    /**
     * The body of a request as a file of that caller; fails with an {@link UploadException}. Goes to its end, and is counted,
     * whether or not its caller still waits for it.
     */
    Uni<StoredFile> receive(String caller, RoutingContext context) {
        CompletableFuture<StoredFile> end = new CompletableFuture<>();
        Uni.createFrom()
                .deferred(() -> inPlace(caller, context))
                .subscribe()
                .with(
                        file -> {
                            metrics.stored(file.bytes());
                            end.complete(file);
                        },
                        failure -> {
                            metrics.count(UploadException.outcomeOf(failure));
                            end.completeExceptionally(failure);
                        });
        return Uni.createFrom().completionStage(end);
    }

    private Uni<StoredFile> inPlace(String caller, RoutingContext context) {
        long length = length(context.request());
        if (length > config.maxBytes()) {
            throw new UploadException(UploadOutcome.TOO_LARGE);
        }
        if (!slots.take(caller)) {
            throw new UploadException(UploadOutcome.BUSY);
        }
        return Uni.createFrom()
                .deferred(() -> kept(caller, length, body(context)))
                .onTermination()
                .invoke(() -> slots.free(caller));
    }

    private HttpServerRequest body(RoutingContext context) {
        return StreamedBody.open(context, config.timeout())
                .orElseThrow(() -> new UploadException(UploadOutcome.BROKEN_OFF));
    }

    private Uni<StoredFile> kept(String caller, long length, HttpServerRequest body) {
        IncomingBytes bytes = new IncomingBytes(body, config.maxBytes());
        return Uni.createFrom()
                .completionStage(() -> bytes.head().toCompletionStage())
                .map(head -> upload(caller, mediaType(head, declared(body)), length))
                .call(this::roomFor)
                .flatMap(upload -> place.keep(upload, bytes));
    }

    /** One that uploads without end fills no store: fails with an {@link UploadException} that says when there is room. */
    private Uni<Void> roomFor(Upload upload) {
        return ledger.roomAt(upload.caller(), upload.length(), config.maxKeptBytes())
                .invoke(roomAt -> {
                    if (roomAt != null) {
                        throw new UploadException(roomAt);
                    }
                })
                .replaceWithVoid();
    }

    private Upload upload(String caller, String mediaType, long length) {
        Instant now = clock.instant();
        return new Upload(ids.next(), caller, mediaType, length, now, now.plus(kept));
    }

    /** Anything but sound is an image or a film by its first bytes. */
    private static ResultKind declared(HttpServerRequest request) {
        String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        return type != null && type.strip().toLowerCase(Locale.ROOT).startsWith("audio/")
                ? ResultKind.AUDIO
                : ResultKind.IMAGE;
    }

    private static String mediaType(byte[] head, ResultKind declared) {
        try {
            String type = FirstBytes.mediaType(head, declared, "");
            if (FirstBytes.harmless(type)) {
                return type;
            }
        } catch (FetchException page) {
            // no file that a model takes
        }
        throw new UploadException(UploadOutcome.NOT_MEDIA);
    }

    private static long length(HttpServerRequest request) {
        return request.headers().contains(HttpHeaders.TRANSFER_ENCODING) ? -1 : RequestRules.declaredLength(request);
    }
}
