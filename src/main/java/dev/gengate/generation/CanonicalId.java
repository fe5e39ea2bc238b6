package dev.gengate.generation;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Ids as callers write them. {@link UUID#fromString} takes shorter groups of digits too. */
public final class CanonicalId {
    private static final Pattern FORMAT = Pattern.compile("[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}");

    private CanonicalId() {}

    /** The id, if the text is one in the gateway's format, in capitals or not. */
    public static Optional<UUID> of(String text) {
        return FORMAT.matcher(text).matches() ? Optional.of(UUID.fromString(text)) : Optional.empty();
    }
}
