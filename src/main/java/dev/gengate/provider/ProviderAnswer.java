package dev.gengate.provider;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Optional;

/**
 * One HTTP answer of the provider, not yet understood.
 *
 * @param status the HTTP status, which by itself does not tell success
 * @param retryAfter the Retry-After header as it came
 * @param body at most {@link #LARGEST_BODY} bytes to be readable
 */
record ProviderAnswer(int status, Optional<String> retryAfter, byte[] body) {
    /** 1 MiB: hundreds of times what the provider sends. */
    static final int LARGEST_BODY = 1024 * 1024;

    private static final byte[] NO_BODY = {};

    static ProviderAnswer of(Response response) {
        byte[] body = response.hasEntity() ? response.readEntity(byte[].class) : NO_BODY;
        Optional<String> retryAfter = Optional.ofNullable(response.getHeaderString(HttpHeaders.RETRY_AFTER));
        return new ProviderAnswer(response.getStatus(), retryAfter, body);
    }

    boolean successful() {
        return status / 100 == 2;
    }

    /** What the body says, if it is JSON of the provider's making. */
    Optional<Envelope> envelope() {
        return Envelope.read(body);
    }
}
