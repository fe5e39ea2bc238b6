package dev.gengate.proof.local;

import dev.gengate.proof.servers.Ports;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The ports of the local run, each changed by an environment variable.
 *
 * @param simulator 0 when the real provider is used
 */
record LocalPorts(int http, int management, int kafka, int postgres, int simulator) {
    /** The host of the ports, unless another is asked for. */
    static final String HOST = "localhost";

    private static final String HTTP = "QUARKUS_HTTP_PORT";
    private static final String MANAGEMENT = "QUARKUS_MANAGEMENT_PORT";
    private static final String KAFKA = "LOCAL_KAFKA_PORT";
    private static final String POSTGRES = "LOCAL_POSTGRES_PORT";
    private static final String SIMULATOR = "LOCAL_SIMULATOR_PORT";
    private static final int POSTGRES_DEFAULT = 5432;

    /** One port, what it is for, and the variable that moves it. */
    private record Use(int port, String what, String variable) {
        @Override
        public String toString() {
            return port + " (" + what + ", set " + variable + ")";
        }
    }

    /** PostgreSQL's usual port is often in use: unless one is asked for, any free one will do. */
    static LocalPorts of(Map<String, String> environment, boolean simulated, IntPredicate taken) {
        boolean anyPostgres = environment.getOrDefault(POSTGRES, "").isBlank() && taken.test(POSTGRES_DEFAULT);
        return new LocalPorts(
                port(environment, HTTP, 8080),
                port(environment, MANAGEMENT, 9000),
                port(environment, KAFKA, 9092),
                anyPostgres ? Ports.free() : port(environment, POSTGRES, POSTGRES_DEFAULT),
                simulated ? port(environment, SIMULATOR, 8089) : 0);
    }

    /** Kept from the servers that choose ports of their own. */
    private static int port(Map<String, String> environment, String variable, int usual) {
        String text = environment.getOrDefault(variable, "");
        try {
            int port = text.isBlank() ? usual : Integer.parseInt(text.strip());
            Ports.keep(port);
            return port;
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(variable + " is not a port: " + text);
        }
    }

    /** One line that names every port that cannot be had; empty when all can. */
    Optional<String> complaint(IntPredicate taken) {
        List<Use> gone = uses().filter(use -> taken.test(use.port())).toList();
        if (gone.isEmpty()) {
            return Optional.empty();
        }
        String list = gone.stream().map(Use::toString).collect(Collectors.joining(", "));
        return Optional.of((gone.size() == 1 ? "Port already taken: " : "Ports already taken: ") + list
                + ". Nothing was started.");
    }

    private Stream<Use> uses() {
        return Stream.of(
                        new Use(http, "the gateway", HTTP),
                        new Use(management, "its health and metrics", MANAGEMENT),
                        new Use(kafka, "Kafka", KAFKA),
                        new Use(postgres, "PostgreSQL", POSTGRES),
                        new Use(simulator, "the provider simulator", SIMULATOR))
                .filter(use -> use.port() != 0);
    }
}
