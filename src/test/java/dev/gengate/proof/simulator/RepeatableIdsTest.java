package dev.gengate.proof.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.gengate.proof.gateway.Json;
import org.junit.jupiter.api.Test;

class RepeatableIdsTest {
    @Test
    void sameRequestsHaveTheSameIdsInEachRunAndNoTwoInOne() {
        RepeatableIds run = new RepeatableIds();
        String first = run.of("m", Json.object().put("prompt", "a"));
        String second = run.of("m", Json.object().put("prompt", "a"));

        RepeatableIds another = new RepeatableIds();
        assertNotEquals(first, another.of("m", Json.object().put("prompt", "b")));
        assertEquals(first, another.of("m", Json.object().put("prompt", "a")));
        assertEquals(second, another.of("m", Json.object().put("prompt", "a")));
        assertNotEquals(first, second);
    }
}
