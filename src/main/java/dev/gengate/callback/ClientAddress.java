package dev.gengate.callback;

import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Optional;

/**
 * The source of a callback: the connection's peer or, if configured, the last address of the header that the proxy in
 * front appends to. Earlier addresses may be the sender's invention.
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
