package dev.gengate.files;

import dev.gengate.custody.StoreOfFiles;
import dev.gengate.generation.files.FileStore;
import dev.gengate.generation.files.StoredFile;
import dev.gengate.models.FileReference;
import dev.gengate.schedule.Repeated;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** Files that an input names in the place of URLs. Foreign, unknown and expired ones look alike. */
@ApplicationScoped
public class FileReferences {
    private static final Duration SIGNED = Duration.ofHours(1);
    private static final String UNKNOWN = "must be file:{id} of a file of yours that is still kept";

    private final FileStore ledger;
    private final StoreOfFiles store;
    private final Clock clock;

    FileReferences(FileStore ledger, StoreOfFiles store, Clock clock) {
        this.ledger = ledger;
        this.store = store;
        this.clock = clock;
    }

    /** What that caller cannot use, with what is wrong with it. */
    public Uni<Map<FileReference, String>> unusable(String caller, List<FileReference> references) {
        return own(caller, references).map(files -> {
            Map<FileReference, String> faults = new HashMap<>();
            references.forEach(reference -> {
                String fault = fault(reference, files.get(reference.file()));
                if (fault != null) {
                    faults.put(reference, fault);
                }
            });
            return faults;
        });
    }

    /** URLs that everybody can read for an hour, or as long as the provider keeps them; none for what is gone. */
    public Uni<Map<FileReference, String>> urls(String caller, List<FileReference> references) {
        return own(caller, references).flatMap(files -> {
            Map<FileReference, String> urls = new HashMap<>();
            List<FileReference> there = references.stream()
                    .filter(reference -> files.containsKey(reference.file()))
                    .toList();
            return Repeated.each(there, reference -> url(files.get(reference.file()))
                            .invoke(url -> urls.put(reference, url)))
                    .replaceWith(urls);
        });
    }

    private Uni<Map<UUID, StoredFile>> own(String caller, List<FileReference> references) {
        if (references.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        List<UUID> ids = references.stream().map(FileReference::file).distinct().toList();
        return ledger.find(ids, caller, clock.instant())
                .map(files -> files.stream().collect(Collectors.toMap(StoredFile::id, file -> file)));
    }

    private static String fault(FileReference reference, StoredFile file) {
        if (file == null) {
            return UNKNOWN;
        }
        return reference.accepted().fault(file.mediaType(), file.bytes()).orElse(null);
    }

    private Uni<String> url(StoredFile file) {
        return file.url() != null
                ? Uni.createFrom().item(file.url())
                : Uni.createFrom()
                        .completionStage(
                                () -> store.signed(file.objectKey(), SIGNED).toCompletionStage())
                        .map(Object::toString);
    }
}
