package dev.gengate.callback;

import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Optional;

/**
 * Where a callback comes from: the peer of the connection or, behind a proxy and only if configured, the last address
 * of the header that this proxy appends to. What stands before it may be the sender's invention.
 */
final class ClientAddress {
    private final Optional<String> header;

    ClientAddress(Optional<String> header) {
        this.header = header;
    }

    String of(HttpServerRequest request) {
        if (header.isPresent()) {
            List<String> values = request.headers().getAll(header.get());
            if (!values.isEmpty()) {
                String last = values.get(values.size() - 1);
                return last.substring(last.lastIndexOf(',') + 1).strip();
            }
        }
        return request.remoteAddress().hostAddress();
    }
}
