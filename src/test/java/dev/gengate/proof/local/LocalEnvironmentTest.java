package dev.gengate.proof.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LocalEnvironmentTest {
    private static final LocalPorts PORTS = new LocalPorts(1, 2, 3, 4, 5);
    private static final Map<String, String> REAL =
            Map.of("GATEWAY_PROVIDER_KIE_API_KEY", "a-real-key", "GATEWAY_PUBLIC_URL", "https://gateway.example.org");

    @Test
    void withoutAKeyAndAPublicUrlTheGatewayTalksToTheSimulator() {
        Map<String, String> added = LocalEnvironment.forGateway(Map.of(), PORTS);

        assertTrue(LocalEnvironment.simulated(Map.of()));
        assertEquals("http://localhost:5", added.get("GATEWAY_PROVIDER_KIE_URL"));
        assertEquals("http://localhost:1", added.get("GATEWAY_PUBLIC_URL"));
        assertEquals(LocalEnvironment.simulatorSettings(PORTS).apiKey(), added.get("GATEWAY_PROVIDER_KIE_API_KEY"));
        assertEquals("directory", added.get("GATEWAY_CUSTODY_STORE"));
    }

    @Test
    void sandboxHasCreditsForAMillionGenerations() {
        BigDecimal credits = Sandbox.provider(PORTS, new VirtualTime(100)).credits();

        assertTrue(credits.compareTo(BigDecimal.valueOf(100_000_000)) > 0, credits::toString);
    }

    @Test
    void withBothTheRealProviderIsLeftAlone() {
        Map<String, String> added = LocalEnvironment.forGateway(REAL, PORTS);

        assertFalse(LocalEnvironment.simulated(REAL));
        assertNull(added.get("GATEWAY_PROVIDER_KIE_URL"));
        assertNull(added.get("GATEWAY_PROVIDER_KIE_API_KEY"));
        assertNull(added.get("GATEWAY_PUBLIC_URL"));
    }

    @Test
    void oneOfTheTwoIsHalfAStepAndStaysWithTheSimulator() {
        Map<String, String> half = Map.of("GATEWAY_PROVIDER_KIE_API_KEY", "a-real-key");

        assertTrue(LocalEnvironment.simulated(half));
        assertTrue(LocalEnvironment.halfReal(half));
        assertFalse(LocalEnvironment.halfReal(REAL));
    }

    @Test
    void theSecretOfCallbacksIsNewForEachRunUnlessGiven() {
        String variable = "GATEWAY_CALLBACK_SECRETS";
        String first = LocalEnvironment.forGateway(Map.of(), PORTS).get(variable);

        assertEquals(64, first.length());
        assertNotEquals(first, LocalEnvironment.forGateway(Map.of(), PORTS).get(variable));
        assertNull(LocalEnvironment.forGateway(Map.of(variable, "x".repeat(32)), PORTS)
                .get(variable));
    }
}
