package dev.gengate.files;

import dev.gengate.custody.StoreOfFiles;
import dev.gengate.generation.files.FileStore;
import dev.gengate.generation.files.StoredFile;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.file.OpenOptions;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/**
 * The store of results. A file is whole on this machine's disk before it is put there, and its row is there before its
 * object: whatever dies in between, a sweep finds the row.
 */
@ApplicationScoped
class PlaceInStore implements FilePlace {
    /** Longer than any put takes. */
    private static final Duration PUTTING = Duration.ofHours(1);

    private final Vertx vertx;
    private final StoreOfFiles store;
    private final FileStore ledger;
    private final Clock clock;

    PlaceInStore(Vertx vertx, StoreOfFiles store, FileStore ledger, Clock clock) {
        this.vertx = vertx;
        this.store = store;
        this.ledger = ledger;
        this.clock = clock;
    }

    @Override
    public Uni<StoredFile> keep(Upload upload, IncomingBytes bytes) {
        Path file = store.incoming();
        return Uni.createFrom()
                .completionStage(() -> written(bytes, file).toCompletionStage())
                .map(written -> upload.stored(bytes, store.key(upload.id(), upload.at(), upload.mediaType()), null))
                .call(stored -> ledger.add(stored, false, clock.instant().plus(PUTTING)))
                .call(stored -> put(stored, file))
                .call(stored -> there(stored, upload))
                .onFailure()
                .invoke(failed -> vertx.fileSystem().delete(file.toString()));
    }

    private Future<Void> written(IncomingBytes bytes, Path file) {
        return vertx.fileSystem()
                .open(file.toString(), new OpenOptions().setCreateNew(true).setWrite(true))
                .compose(opened -> bytes.into(opened)
                        .compose(whole -> opened.flush())
                        .eventually(() -> opened.close().otherwiseEmpty()));
    }

    private Uni<Void> put(StoredFile stored, Path file) {
        return Uni.createFrom().completionStage(() -> store.put(
                        stored.objectKey(), file, stored.bytes(), stored.sha256(), stored.mediaType())
                .toCompletionStage());
    }

    /** One whose put took longer than anybody waits is not there any more. */
    private Uni<Void> there(StoredFile stored, Upload upload) {
        return ledger.whole(stored.id(), upload.removeAt())
                .flatMap(there -> there
                        ? Uni.createFrom().voidItem()
                        : Uni.createFrom()
                                .completionStage(
                                        () -> store.remove(stored.objectKey()).toCompletionStage())
                                .chain(() -> Uni.createFrom().failure(new UploadException(UploadOutcome.UNAVAILABLE))));
    }
}
