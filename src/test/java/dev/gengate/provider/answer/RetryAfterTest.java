package dev.gengate.provider.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-02-03T12:00:00Z"), ZoneOffset.UTC);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "' 12 ' | PT12S",
                "300 | PT5M",
                "301 | PT5M",
                "999999999999999999 | PT5M",
                "Tue, 03 Feb 2026 12:00:30 GMT | PT30S",
                "Tue, 03 Feb 2026 13:00:00 GMT | PT5M"
            })
    void waitIsReadAndLimited(String header, Duration wait) {
        assertEquals(Optional.of(wait), RetryAfter.read(header, NOON));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "-1",
                "1.5",
                "soon",
                "9999999999999999999",
                "Tue, 03 Feb 2026 11:00:00 GMT",
                "Tue, 03 Feb 2026 12:00:00 GMT",
                "Tue, 32 Feb 2026 12:00:30 GMT",
                "2026-02-03"
            })
    void anythingElseLeavesThePauseToTheGateway(String header) {
        assertEquals(Optional.empty(), RetryAfter.read(header, NOON));
    }
}
