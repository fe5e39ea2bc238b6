package dev.gengate.provider;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
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

    static ProviderAnswer of(Response response) {
        Optional<String> retryAfter = Optional.ofNullable(response.getHeaderString(HttpHeaders.RETRY_AFTER));
        return new ProviderAnswer(response.getStatus(), retryAfter, body(response));
    }

    /** All of it, which is in memory by now. Read as an entity of bytes, each answer would cost a buffer of 16 KiB. */
    private static byte[] body(Response response) {
        try (InputStream body = response.readEntity(InputStream.class)) {
            return body.readNBytes(body.available());
        } catch (IOException impossible) {
            throw new UncheckedIOException("reading from memory", impossible);
        }
    }

    boolean successful() {
        return status / 100 == 2;
    }

    /** What the body says, if it is JSON of the provider's making. */
    Optional<Envelope> envelope() {
        return Envelope.read(body);
    }
}
