package dev.gengate.http;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Closes the connection of a client that reads nothing of its answers for {@code quarkus.http.read-timeout}, whatever
 * it sends: it holds memory on purpose, or has disappeared. The kernel measures this (TCP_USER_TIMEOUT, RFC 5482): data
 * that is not acknowledged, or that a full window holds back. Only epoll sockets support it; those of java.nio have
 * just the idle timeout.
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
