package dev.gengate.files;

import dev.gengate.generation.files.StoredFile;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * A file that is coming.
 *
 * @param mediaType by its first bytes
 * @param length as its caller says; -1 if it does not
 */
record Upload(UUID id, String caller, String mediaType, long length, Instant at, Instant expiresAt) {
    /** For whoever reads a file that was named at its last moment. */
    private static final Duration LAST_READERS = Duration.ofHours(1);

    StoredFile stored(IncomingBytes all, String objectKey, String url) {
        return new StoredFile(id, caller, mediaType, all.bytes(), all.hash(), objectKey, url, at, expiresAt);
    }

    Instant removeAt() {
        return expiresAt.plus(LAST_READERS);
    }
}
