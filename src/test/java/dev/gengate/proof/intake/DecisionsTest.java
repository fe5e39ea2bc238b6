package dev.gengate.proof.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gengate.proof.audit.Findings;
import dev.gengate.proof.audit.Findings.Kind;
import dev.gengate.proof.gateway.CompletedEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Each way in which a request can be decided wrongly is found, and nothing else. */
class DecisionsTest {
    private static final int REQUESTS = 40;
    private static final String BAD = WrittenRequests.id(0);
    private static final String GOOD = WrittenRequests.id(1);

    private final List<CompletedEvent> events = new ArrayList<>();
    private final List<CompletedEvent> rejected = new ArrayList<>();

    DecisionsTest() {
        IntStream.range(0, REQUESTS).forEach(number -> {
            String id = WrittenRequests.id(number);
            if (WrittenRequests.valid(number)) {
                events.add(completed(id, "generation of " + id));
            } else {
                IntStream.range(0, WrittenRequests.copies(number))
                        .forEach(copy -> rejected.add(rejection(id, id + "-" + copy)));
            }
        });
    }

    @Test
    void copiesOfAnswersAreNoFault() {
        events.addAll(List.copyOf(events));
        rejected.addAll(List.copyOf(rejected));

        assertFound(0, 0);
        assertEquals(new WrittenRequests(REQUESTS).bad(), new Decisions(events, rejected).rejected());
        assertEquals(
                new WrittenRequests(REQUESTS).good(), events.stream().distinct().count());
    }

    @Test
    void requestWithoutAnAnswerIsLost() {
        events.removeIf(event -> event.value().contains("\"" + GOOD + "\""));
        rejected.removeIf(event -> event.id().equals(BAD + "-0"));

        assertFound(2, 0);
    }

    @Test
    void twoGenerationsOfOneRequestContradict() {
        events.add(completed(GOOD, "another generation"));

        assertFound(0, 1);
    }

    @Test
    void generationAndRejectionOfOneRequestContradict() {
        events.add(completed(BAD, "generation of what is no request"));
        rejected.add(rejection(GOOD, "of what is one"));

        assertFound(0, 2);
    }

    private void assertFound(int lost, int contradictory) {
        Findings findings = new Findings();
        new Decisions(events, rejected).judge(REQUESTS, findings);

        assertEquals(lost, findings.count(Kind.LOST));
        assertEquals(contradictory, findings.count(Kind.CONTRADICTORY));
        assertEquals(lost + contradictory == 0, findings.none());
    }

    private static CompletedEvent completed(String request, String generation) {
        return new CompletedEvent(generation, Map.of(), "{\"correlationId\":\"" + request + "\"}", 0, 0, 0);
    }

    private static CompletedEvent rejection(String request, String id) {
        return new CompletedEvent("key", Map.of("ce_requestid", request, "ce_id", id), "{}", 0, 0, 0);
    }
}
