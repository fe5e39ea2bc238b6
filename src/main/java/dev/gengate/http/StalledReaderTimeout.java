package dev.gengate.http;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Closes the connection of a client that takes nothing of what it is owed for {@code quarkus.http.read-timeout}, whatever
 * it sends meanwhile: it holds memory on purpose, or is gone without a word. The kernel measures that (TCP_USER_TIMEOUT,
 * RFC 5482): data that is not acknowledged, or that a full window holds back. It does so for sockets of epoll; those of
 * java.nio have the idle timeout alone.
 */
@Singleton
class StalledReaderTimeout implements HttpServerOptionsCustomizer {
    private final Duration most;

    StalledReaderTimeout(@ConfigProperty(name = "quarkus.http.read-timeout") Duration most) {
        this.most = most;
    }

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        options.setTcpUserTimeout((int) most.toMillis());
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        customizeHttpServer(options);
    }
}
