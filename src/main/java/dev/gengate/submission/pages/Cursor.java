package dev.gengate.submission.pages;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/** A position in a listing: the last id shown, opaque to clients. */
public final class Cursor {
    private Cursor() {}

    static String of(UUID id) {
        byte[] bytes = ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** The id of a cursor; empty for an invalid one. */
    public static Optional<UUID> parse(String cursor) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(cursor));
            return bytes.remaining() == 16 ? Optional.of(new UUID(bytes.getLong(), bytes.getLong())) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
