package dev.gengate.provider;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Configuration for tests: time-outs and a breaker that stay out of the way unless a test is about them. */
record LoopbackConfig(URI url, Duration connectTimeout, Duration readTimeout, int maxConnections, int breakerRequests)
        implements ProviderConfig {
    static final Duration BREAKER_DELAY = Duration.ofMillis(300);

    static LoopbackConfig of(URI url) {
        return new LoopbackConfig(url, Duration.ofSeconds(5), Duration.ofSeconds(5), 16, 1_000);
    }

    LoopbackConfig withConnections(int connections) {
        return new LoopbackConfig(url, connectTimeout, readTimeout, connections, breakerRequests);
    }

    LoopbackConfig withTimeouts(Duration connect, Duration read) {
        return new LoopbackConfig(url, connect, read, maxConnections, breakerRequests);
    }

    LoopbackConfig withBreakerAfter(int requests) {
        return new LoopbackConfig(url, connectTimeout, readTimeout, maxConnections, requests);
    }

    @Override
    public Optional<String> apiKey() {
        return Optional.of("unit-test-key\n");
    }

    @Override
    public Map<String, Account> accounts() {
        return Map.of();
    }

    @Override
    public URI uploadUrl() {
        return url;
    }

    @Override
    public Duration uploadTimeout() {
        return readTimeout;
    }

    @Override
    public Duration keepAlive() {
        return Duration.ofSeconds(4);
    }

    @Override
    public Breaker breaker() {
        return new LoopbackBreaker(breakerRequests, 0.5, BREAKER_DELAY);
    }

    private record LoopbackBreaker(int requests, double failureRatio, Duration delay) implements Breaker {}
}
