package dev.gengate.generation.files;

import java.time.Instant;
import java.util.UUID;

/**
 * A file that a caller has uploaded. It is in the store or at the provider.
 *
 * @param mediaType by its first bytes
 * @param objectKey in the store; null if it is at the provider
 * @param url at the provider; null if it is in the store
 * @param expiresAt no input may name it from then on
 */
public record StoredFile(
        UUID id,
        String caller,
        String mediaType,
        long bytes,
        String sha256,
        String objectKey,
        String url,
        Instant createdAt,
        Instant expiresAt) {

    /** Never shows the URL, which gives access to the file. */
    @Override
    public String toString() {
        return "StoredFile[" + id + "]";
    }
}
