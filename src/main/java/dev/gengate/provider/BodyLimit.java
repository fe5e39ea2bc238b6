package dev.gengate.provider;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;

/** Breaks off an answer as soon as it is too large, so that an endless one cannot fill the memory. */
final class BodyLimit implements Handler<Buffer> {
    private final HttpClientRequest request;
    private long received;

    BodyLimit(HttpClientRequest request) {
        this.request = request;
    }

    @Override
    public void handle(Buffer chunk) {
        received += chunk.length();
        if (received > ProviderAnswer.LARGEST_BODY) {
            request.reset();
        }
    }
}
