package dev.gengate.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.access.CallersConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets that could be guessed stop the start. */
class SafetyRulesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "short",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                "abcdefghabcdefghabcdefghabcdefgh",
                "changemechangemechangeme",
                "12345678901234567890123456789012",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab"
            })
    void weakSecretIsNamedAndNotShown(String secret) {
        SafetyRules rules = new SafetyRules();

        rules.secrets(List.of(secret));

        assertEquals(1, rules.faults().size());
        assertFalse(rules.faults().get(0).contains(secret));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                "kJ8/x+Tq2Zr0bYV5mWc1QeHn",
                "0d4c3e1f9b7a58260d4c3e1f9b7a5827"
            })
    void randomSecretIsTaken(String secret) {
        SafetyRules rules = new SafetyRules();

        rules.secrets(List.of(secret));

        assertEquals(List.of(), rules.faults());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"changeme", "aaaaaaaaaaaaaaaa", "changemechangeme", "1234123412341234", "aaaaaaaaaaaaaaab "})
    void weakWebhookKeyIsNamedAndNotShown(String key) {
        SafetyRules rules = new SafetyRules();

        rules.signatureKey(Optional.of(key));

        assertEquals(1, rules.faults().size());
        assertTrue(rules.faults().get(0).startsWith("gateway.callback.signature-key"));
        assertFalse(rules.faults().get(0).contains(key));
    }

    @Test
    void webhookKeyOfTheProviderIsTakenAndNoneIsFine() {
        SafetyRules rules = new SafetyRules();

        rules.signatureKey(Optional.empty());
        rules.signatureKey(Optional.of("unit-test-hmac-key"));
        rules.signatureKey(Optional.of("9f86d081884c7d65"));

        assertEquals(List.of(), rules.faults());
    }

    @Test
    void tokensNeedAnAudienceAndAClaimThatNoUserChooses() {
        SafetyRules rules = new SafetyRules();

        rules.tokens(false, Optional.empty(), Optional.empty());
        rules.tokens(true, Optional.of("generation-gateway"), Optional.of("sub"));
        assertEquals(List.of(), rules.faults());

        rules.tokens(true, Optional.empty(), Optional.empty());
        rules.tokens(true, Optional.of("any"), Optional.of("sub"));
        assertEquals(3, rules.faults().size());
        assertTrue(rules.faults().get(0).startsWith("quarkus.oidc.token.audience is missing"));
        assertTrue(rules.faults().get(1).startsWith("quarkus.oidc.token.principal-claim is missing"));
        assertTrue(rules.faults().get(2).startsWith("quarkus.oidc.token.audience is missing or any"));
    }

    @Test
    void countsAndDurationsHaveALeast() {
        SafetyRules rules = new SafetyRules();

        rules.atLeast("a.count", 1, 1);
        rules.positive("a.time", Duration.ofMillis(1));
        assertEquals(List.of(), rules.faults());

        rules.atLeast("a.count", 1, 0);
        rules.positive("a.time", Duration.ZERO);
        rules.positive("a.time", Duration.ofSeconds(-1));
        assertEquals(
                List.of(
                        "a.count must be at least 1",
                        "a.time must be a positive duration",
                        "a.time must be a positive duration"),
                rules.faults());
    }

    @Test
    void managementHasAPortOfItsOwn() {
        SafetyRules rules = new SafetyRules();

        rules.ports(8080, 9000);
        rules.ports(0, 0);
        assertEquals(List.of(), rules.faults());

        rules.ports(8080, 8080);
        assertEquals(List.of("quarkus.management.port must not be quarkus.http.port"), rules.faults());
    }

    @Test
    void subjectOfTwoCallersIsAFaultOfBoth() {
        SafetyRules rules = new SafetyRules();

        rules.callers(
                callers(Map.of(
                        "gateway.callers.\"ads\".subjects", "one,shared",
                        "gateway.callers.\"shop\".subjects", "two,shared")),
                true);

        assertEquals(1, rules.faults().size());
        assertTrue(rules.faults().get(0).contains("\"ads\".subjects"));
        assertTrue(rules.faults().get(0).contains("\"shop\".subjects"));
    }

    private static Map<String, CallersConfig.CallerConfig> callers(Map<String, String> properties) {
        return new SmallRyeConfigBuilder()
                .withDefaultValues(properties)
                .withMapping(CallersConfig.class)
                .build()
                .getConfigMapping(CallersConfig.class)
                .byName();
    }

    @Test
    void oneWeakSecretAmongGoodOnesIsEnough() {
        SafetyRules rules = new SafetyRules();

        rules.secrets(List.of("kJ8/x+Tq2Zr0bYV5mWc1QeHn", "password"));

        assertEquals(1, rules.faults().size());
    }
}
