package dev.gengate.configuration;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Warns at the start about connections without TLS: not a fault, since Compose files and quick trials use them. */
public final class PlaintextWarnings {
    /** Modes of PostgreSQL's clients that accept a connection without TLS. */
    private static final Set<String> WITHOUT_TLS = Set.of("disable", "allow", "prefer");

    /** Names of this machine; an IPv6 address in a URL has brackets. */
    static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1", "[::1]");

    private PlaintextWarnings() {}

    public static Optional<String> database(String host, String tls) {
        return WITHOUT_TLS.contains(tls.strip().toLowerCase(Locale.ROOT)) && !LOOPBACK.contains(host.strip())
                ? Optional.of("gateway.db.tls: prompts and results may go to PostgreSQL in clear text;"
                        + " verify-full protects them")
                : Optional.empty();
    }

    public static Optional<String> kafka(String bootstrapServers, String protocol) {
        boolean remote = Stream.of(bootstrapServers.split(","))
                .map(server -> server.strip().replaceFirst("^\\w+://", "").replaceFirst(":\\d+$", ""))
                .anyMatch(host -> !LOOPBACK.contains(host));
        return protocol.strip().toUpperCase(Locale.ROOT).endsWith("PLAINTEXT") && remote
                ? Optional.of("kafka.security.protocol: prompts and results go to Kafka in clear text;"
                        + " SSL or SASL_SSL protects them")
                : Optional.empty();
    }

    /** @param property that URL's: of the bucket's server, or of the same as callers reach it */
    public static Optional<String> bucket(String property, URI url) {
        return "http".equalsIgnoreCase(url.getScheme()) && !LOOPBACK.contains(String.valueOf(url.getHost()))
                ? Optional.of(property + ": results and signed URLs go to the bucket's server in clear text;"
                        + " https protects them")
                : Optional.empty();
    }
}
