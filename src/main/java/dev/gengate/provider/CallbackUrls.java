package dev.gengate.provider;

import java.util.UUID;

/** Where the provider calls back for a generation; implemented by the feature that owns that endpoint. */
public interface CallbackUrls {
    /** The absolute URL for one generation; it holds a token, so it is never logged. */
    String urlFor(UUID generationId);

    /** Whether the URL is one that leads the provider to that generation. */
    default boolean leadsTo(UUID generationId, String url) {
        return urlFor(generationId).equals(url);
    }
}
