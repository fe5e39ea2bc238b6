package dev.gengate.files;

import dev.gengate.generation.files.StoredFile;
import java.time.Instant;

/**
 * An uploaded file, as its caller sees it.
 *
 * @param id what an input names it by
 * @param mediaType by its first bytes
 */
public record FileView(String id, String mediaType, long bytes, String sha256, Instant expiresAt) {

    static FileView of(StoredFile file) {
        return new FileView("file:" + file.id(), file.mediaType(), file.bytes(), file.sha256(), file.expiresAt());
    }
}
