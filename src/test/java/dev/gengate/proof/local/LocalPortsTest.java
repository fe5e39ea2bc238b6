package dev.gengate.proof.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.proof.servers.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LocalPortsTest {
    private static final Map<String, String> NOTHING = Map.of();

    @Test
    void allFreeMeansTheUsualPortsAndNoComplaint() {
        LocalPorts ports = LocalPorts.of(NOTHING, true, port -> false);

        assertEquals(new LocalPorts(8080, 9000, 9092, 5432, 8089), ports);
        assertEquals(Optional.empty(), ports.complaint(port -> false));
    }

    @Test
    void everyTakenPortIsNamedInOneLineWithTheVariableThatMovesIt() {
        LocalPorts ports = LocalPorts.of(NOTHING, true, port -> false);

        String complaint = ports.complaint(Set.of(8080, 9092)::contains).orElseThrow();

        assertEquals(
                "Ports already taken: 8080 (the gateway, set QUARKUS_HTTP_PORT), 9092 (Kafka, set LOCAL_KAFKA_PORT)."
                        + " Nothing was started.",
                complaint);
    }

    @Test
    void postgresMovesByItselfUnlessAPortWasAskedFor() {
        LocalPorts moved = LocalPorts.of(NOTHING, true, port -> port == 5432);
        assertNotEquals(5432, moved.postgres());

        LocalPorts asked = LocalPorts.of(Map.of("LOCAL_POSTGRES_PORT", "5432"), true, port -> port == 5432);
        assertTrue(asked.complaint(port -> port == 5432).orElseThrow().contains("PostgreSQL"));
    }

    @Test
    void withTheRealProviderTheSimulatorsPortDoesNotMatter() {
        LocalPorts ports = LocalPorts.of(NOTHING, false, port -> false);

        assertEquals(Optional.empty(), ports.complaint(port -> port == 8089));
    }

    @Test
    void aPortThatIsNoNumberIsNamed() {
        Map<String, String> wrong = Map.of("QUARKUS_HTTP_PORT", "http");

        Exception refused =
                assertThrows(IllegalArgumentException.class, () -> LocalPorts.of(wrong, true, port -> false));
        assertEquals("QUARKUS_HTTP_PORT is not a port: http", refused.getMessage());
    }

    /** Once two servers of one test were given the same, and every other request went to the wrong one. */
    @Test
    void noPortIsGivenTwice() {
        List<Integer> given = IntStream.range(0, 50).mapToObj(i -> Ports.free()).toList();

        assertEquals(50, Set.copyOf(given).size());
    }

    @Test
    void aPortWithAListenerIsTaken() throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertTrue(Ports.taken(listener.getLocalPort()));
        }
        assertFalse(Ports.taken(Ports.free()));
    }

    /** Kafka chooses a port for its controller by itself. */
    @Test
    void portThatIsNamedIsGivenToNoServer() {
        int named = Ports.free() + 1;

        LocalPorts.of(Map.of("LOCAL_KAFKA_PORT", String.valueOf(named)), true, taken -> false);

        for (int others = 0; others < 5; others++) {
            assertNotEquals(named, Ports.free());
        }
    }
}
