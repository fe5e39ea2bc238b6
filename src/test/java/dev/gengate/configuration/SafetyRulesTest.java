package dev.gengate.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets that could be guessed stop the start. */
class SafetyRulesTest {
    private final Faults faults = new Faults();
    private final SafetyRules rules = new SafetyRules(faults);

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
        rules.secrets(List.of(secret));

        assertEquals(1, faults.all().size());
        assertFalse(faults.all().get(0).contains(secret));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                "kJ8/x+Tq2Zr0bYV5mWc1QeHn",
                "0d4c3e1f9b7a58260d4c3e1f9b7a5827"
            })
    void randomSecretIsTaken(String secret) {
        rules.secrets(List.of(secret));

        assertEquals(List.of(), faults.all());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"changeme", "aaaaaaaaaaaaaaaa", "changemechangeme", "1234123412341234", "aaaaaaaaaaaaaaab "})
    void weakWebhookKeyIsNamedAndNotShown(String key) {
        rules.signatureKey("gateway.callback.signature-key", key);

        assertEquals(1, faults.all().size());
        assertTrue(faults.all().get(0).startsWith("gateway.callback.signature-key"));
        assertFalse(faults.all().get(0).contains(key));
    }

    @Test
    void webhookKeyOfTheProviderIsTaken() {
        rules.signatureKey("gateway.callback.signature-key", "unit-test-hmac-key");
        rules.signatureKey("gateway.callback.signature-key", "9f86d081884c7d65");

        assertEquals(List.of(), faults.all());
    }

    @Test
    void tokensNeedAnAudienceAndAClaimThatNoUserChooses() {
        rules.tokens(false, Optional.empty(), Optional.empty());
        rules.tokens(true, Optional.of("generation-gateway"), Optional.of("sub"));
        assertEquals(List.of(), faults.all());

        rules.tokens(true, Optional.empty(), Optional.empty());
        assertEquals(2, faults.all().size());
        assertTrue(
                faults.all().get(0).startsWith("quarkus.oidc.token.audience (QUARKUS_OIDC_TOKEN_AUDIENCE) is missing"));
        assertTrue(faults.all()
                .get(1)
                .startsWith("quarkus.oidc.token.principal-claim (QUARKUS_OIDC_TOKEN_PRINCIPAL_CLAIM) is missing"));
    }

    @Test
    void signingInNeedsAnIssuer() {
        rules.signIn(false, false, false);
        rules.signIn(true, true, true);
        assertEquals(List.of(), faults.all());

        rules.signIn(true, true, false);
        assertTrue(faults.all().get(0).startsWith("gateway.console.sign-in.client-id ("));
    }

    @Test
    void audienceThatIsAnyIsNone() {
        rules.tokens(true, Optional.of("any"), Optional.of("sub"));

        assertEquals(1, faults.all().size());
    }

    @Test
    void rowIsKeptForAsLongAsItsGenerationMayBeOpenAndItsUsageIsNotRolledUp() {
        rules.retention(Duration.ofMinutes(245), Duration.ofMinutes(30), Duration.ofMinutes(5));
        assertEquals(List.of(), faults.all());

        rules.retention(Duration.ofMinutes(244), Duration.ofMinutes(30), Duration.ofMinutes(5));
        assertEquals(1, faults.all().size());
        assertTrue(faults.all().get(0).contains("must be at least PT4H5M, twice gateway.deadline.result"));
    }

    @Test
    void managementHasAPortOfItsOwn() {
        rules.ports(8080, 9000);
        rules.ports(0, 0);
        assertEquals(List.of(), faults.all());

        rules.ports(8080, 8080);
        assertEquals(
                List.of("quarkus.management.port (QUARKUS_MANAGEMENT_PORT) must not be quarkus.http.port"),
                faults.all());
    }

    @Test
    void subjectOfTwoCallersIsAFaultOfBoth() {
        Faults faults = new Faults();
        Values values = new Values();
        values.isGiven("gateway.callers.\"ads\".subjects");
        values.put("gateway.callers.\"ads\".subjects", Optional.of(Set.of("one", "shared")));
        values.isGiven("gateway.callers.\"shop\".subjects");
        values.put("gateway.callers.\"shop\".subjects", Optional.of(Set.of("two", "shared")));

        new CallerRules(values, faults).check(true);

        assertEquals(1, faults.all().size());
        assertTrue(faults.all().get(0).contains("\"ads\".subjects"));
        assertTrue(faults.all().get(0).contains("\"shop\".subjects"));
    }

    @Test
    void someoneMustBeAbleToCall() {
        Faults faults = new Faults();

        new CallerRules(new Values(), faults).check(true);
        assertEquals(List.of(), faults.all());

        new CallerRules(new Values(), faults).check(false);
        assertEquals(1, faults.all().size());
    }

    @Test
    void oneWeakSecretAmongGoodOnesIsEnough() {
        rules.secrets(List.of("kJ8/x+Tq2Zr0bYV5mWc1QeHn", "password"));

        assertEquals(1, faults.all().size());
    }
}
