package dev.gengate.provider;

import java.util.UUID;

/** The provider's callback URLs; implemented by the feature that owns the endpoint. */
public interface CallbackUrls {
    /** The absolute URL for one generation; it holds a token, so it is never logged. */
    String urlFor(UUID generationId);

    /** Whether the URL is a callback URL of that generation. */
    default boolean leadsTo(UUID generationId, String url) {
        return urlFor(generationId).equals(url);
    }
}
