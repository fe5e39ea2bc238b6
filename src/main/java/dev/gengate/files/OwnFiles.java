package dev.gengate.files;

import dev.gengate.generation.CanonicalId;
import dev.gengate.generation.files.FileStore;
import dev.gengate.generation.files.StoredFile;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;

/** The files of a caller, which look to all others as if they had never been. */
@ApplicationScoped
class OwnFiles {
    private final FileStore ledger;
    private final FileSweep sweep;
    private final Clock clock;

    OwnFiles(FileStore ledger, FileSweep sweep, Clock clock) {
        this.ledger = ledger;
        this.sweep = sweep;
        this.clock = clock;
    }

    /** Null if there is none. */
    Uni<StoredFile> find(String caller, String id) {
        return CanonicalId.of(id)
                .map(file -> ledger.find(List.of(file), caller, clock.instant())
                        .map(files -> files.isEmpty() ? null : files.get(0)))
                .orElseGet(() -> Uni.createFrom().nullItem());
    }

    /** Nobody can name it from now on; its object goes at once, or by the sweep if the store is away. */
    Uni<Boolean> remove(String caller, String id) {
        return CanonicalId.of(id)
                .map(named -> ledger.drop(named, caller, clock.instant())
                        .call(file -> file == null ? Uni.createFrom().voidItem() : sweep.remove(file))
                        .map(file -> file != null))
                .orElseGet(() -> Uni.createFrom().item(false));
    }
}
