package dev.gengate.generation.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.gengate.generation.Result;
import dev.gengate.generation.ResultKind;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResultsJsonTest {
    private static final Instant ENDED = Instant.parse("2026-01-01T10:00:00Z");
    private static final Instant EXPIRES = Instant.parse("2026-01-02T10:00:00Z");
    private static final String TRICKY = "https://a.example/{\"url\":\"x";

    @Test
    void resultsAreAListOfObjectsWithAUrl() {
        String json = ResultsJson.of(List.of(
                new Result(ResultKind.VIDEO, null, EXPIRES, "https://a.example/1.mp4"),
                new Result(ResultKind.IMAGE, "last-frame", EXPIRES, "https://a.example/l.png")));

        assertEquals(
                "[{\"kind\":\"video\",\"expiresAt\":\"2026-01-02T10:00:00Z\",\"url\":\"https://a.example/1.mp4\"},"
                        + "{\"kind\":\"image\",\"role\":\"last-frame\",\"expiresAt\":\"2026-01-02T10:00:00Z\","
                        + "\"url\":\"https://a.example/l.png\"}]",
                json);
        assertEquals(json, ResultsJson.stored(json, ENDED));
        assertNull(ResultsJson.of(List.of()));
        assertNull(ResultsJson.stored(null, ENDED));
    }

    /** During a rolling update, and for as long as rows are kept. */
    @Test
    void rowOfTheReleaseBeforeIsReadInTheFormOfToday() {
        String before = "[{\"url\":\"https://a.example/1\"},{\"url\":\"" + TRICKY.replace("\"", "\\\"") + "\"}]";
        Result first = new Result(ResultKind.IMAGE, null, EXPIRES, "https://a.example/1");
        Result second = new Result(ResultKind.IMAGE, null, EXPIRES, TRICKY);

        assertEquals(ResultsJson.of(List.of(first, second)), ResultsJson.stored(before, ENDED));
        assertEquals("[{", ResultsJson.stored("[{", ENDED));
    }
}
