package dev.gengate.files;

import dev.gengate.generation.files.FileStore;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Bounds what one caller keeps: one that uploads without end fills no store. */
@ApplicationScoped
class KeptFiles {
    private final FileStore ledger;
    private final FilesConfig config;

    KeptFiles(FileStore ledger, FilesConfig config) {
        this.ledger = ledger;
        this.config = config;
    }

    /** Fails with an {@link UploadException} that says when there is room. */
    Uni<Void> roomFor(Upload upload) {
        return ledger.roomAt(upload.caller(), upload.length(), config.maxKeptBytes())
                .invoke(roomAt -> {
                    if (roomAt != null) {
                        throw new UploadException(roomAt);
                    }
                })
                .replaceWithVoid();
    }
}
