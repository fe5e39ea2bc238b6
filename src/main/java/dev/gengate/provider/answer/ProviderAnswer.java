package dev.gengate.provider.answer;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * One HTTP answer of the provider, not yet interpreted.
 *
 * @param status the HTTP status, which alone does not mean success
 * @param retryAfter the Retry-After header, unparsed
 * @param body at most {@link #LARGEST_BODY} bytes to be readable
 */
public record ProviderAnswer(int status, Optional<String> retryAfter, byte[] body) {
    /** 1 MiB: hundreds of times what the provider sends. */
    public static final int LARGEST_BODY = 1024 * 1024;

    public static ProviderAnswer of(Response response) {
        Optional<String> retryAfter = Optional.ofNullable(response.getHeaderString(HttpHeaders.RETRY_AFTER));
        return new ProviderAnswer(response.getStatus(), retryAfter, body(response));
    }

    /** The whole body, which is in memory by now. Read as a byte entity, each answer would cost a buffer of 16 KiB. */
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

    /** The body's content, if it is JSON from the provider. */
    Optional<Envelope> envelope() {
        return Envelope.read(body);
    }
}
