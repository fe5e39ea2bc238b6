package dev.gengate.generation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdmissionRulesTest {

    /** A generation may wait for its callback for longer than for any result. */
    @ParameterizedTest
    @CsvSource({"PT24H, PT15M, PT24H", "PT5M, PT15M, PT15M"})
    void idOfATaskCountsUntilTheLaterOfBothDeadlines(Duration result, Duration confirmation, Duration longest) {
        AdmissionRules rules = new AdmissionRules(
                1, Duration.ZERO, 0, 1, 1, false, Duration.ZERO, Duration.ZERO, result, confirmation);

        assertEquals(longest, rules.longestWait());
    }
}
