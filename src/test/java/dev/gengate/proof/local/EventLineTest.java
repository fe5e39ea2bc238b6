package dev.gengate.proof.local;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.proof.gateway.CompletedEvent;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventLineTest {
    private static final String SUCCEEDED =
            """
            {"id":"g1","outcome":"succeeded","results":[{"url":"https://one.example/1"},{"url":"https://one.example/2"}],
             "createdAt":"2026-01-01T00:00:00Z","completedAt":"2026-01-01T00:00:06.100Z","resolvedBy":"callback"}""";
    private static final String FAILED =
            """
            {"id":"g2","outcome":"failed","results":[],"failure":{"code":"no_result","message":"None came."},
             "createdAt":"2026-01-01T00:00:00Z","completedAt":"2026-01-01T00:00:01Z","resolvedBy":"poll"}""";
    private static final String EXPIRED =
            """
            {"id":"g3","outcome":"expired","results":[],"failure":{"code":"deadline_exceeded","message":"Too late."},
             "createdAt":"2026-01-01T00:00:00Z","completedAt":"2026-01-02T00:00:00Z","resolvedBy":"deadline"}""";

    @Test
    void aLineSaysWhatCameOutAfterHowLongAndByWhat() {
        String line = line(SUCCEEDED, false);

        assertTrue(line.endsWith("succeeded  g1  after 6.1 s, by callback  https://one.example/1 (+1)"), line);
        assertTrue(line(FAILED, false).endsWith("by poll  no_result: None came."));
    }

    @Test
    void whatIsStoredHereIsShownByItsPath() {
        String stored =
                SUCCEEDED.replace("one.example/1\"", "one.example/1\",\"stored\":{\"uri\":\"file:///r/2026/1.png\"}");

        assertTrue(line(stored, false).endsWith("  /r/2026/1.png (+1)"), line(stored, false));
    }

    @Test
    void theColourTellsTheOutcome() {
        assertTrue(line(SUCCEEDED, true).startsWith("\u001b[32m"));
        assertTrue(line(FAILED, true).startsWith("\u001b[31m"));
        assertTrue(line(EXPIRED, true).startsWith("\u001b[33m"));
        assertFalse(line(SUCCEEDED, false).contains("\u001b"));
    }

    private static String line(String json, boolean coloured) {
        return EventLine.of(new CompletedEvent("key", Map.of(), json, 0, 0, 0), coloured);
    }
}
