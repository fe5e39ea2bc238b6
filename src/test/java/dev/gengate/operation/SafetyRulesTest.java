package dev.gengate.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
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

    @Test
    void oneWeakSecretAmongGoodOnesIsEnough() {
        SafetyRules rules = new SafetyRules();

        rules.secrets(List.of("kJ8/x+Tq2Zr0bYV5mWc1QeHn", "password"));

        assertEquals(1, rules.faults().size());
    }
}
