package dev.gengate.provider;

import java.net.URI;
import java.time.Duration;

/** Configuration for tests: short time-outs, and a breaker that stays out of the way unless asked. */
record LoopbackConfig(URI url, Duration readTimeout, int maxConnections, int breakerRequests)
        implements ProviderConfig {
    static final Duration BREAKER_DELAY = Duration.ofMillis(300);

    static LoopbackConfig of(URI url) {
        return new LoopbackConfig(url, Duration.ofMillis(400), 16, 1_000);
    }

    LoopbackConfig withConnections(int connections) {
        return new LoopbackConfig(url, readTimeout, connections, breakerRequests);
    }

    LoopbackConfig withReadTimeout(Duration timeout) {
        return new LoopbackConfig(url, timeout, maxConnections, breakerRequests);
    }

    LoopbackConfig withBreakerAfter(int requests) {
        return new LoopbackConfig(url, readTimeout, maxConnections, requests);
    }

    @Override
    public String apiKey() {
        return "unit-test-key\n";
    }

    @Override
    public Duration connectTimeout() {
        return Duration.ofMillis(300);
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
