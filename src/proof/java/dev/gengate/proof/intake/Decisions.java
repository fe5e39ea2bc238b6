package dev.gengate.proof.intake;

import dev.gengate.proof.audit.Findings;
import dev.gengate.proof.audit.Findings.Kind;
import dev.gengate.proof.gateway.CompletedEvent;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What became of each request: the event of its one generation, or a rejection of each of its records. */
final class Decisions {
    private final Map<String, Set<String>> generations;
    private final Map<String, Set<String>> rejections;

    Decisions(List<CompletedEvent> events, List<CompletedEvent> rejected) {
        this.generations =
                by(events, event -> event.json().path("correlationId").asText(), CompletedEvent::key);
        this.rejections = by(rejected, event -> String.valueOf(event.header("ce_requestid")), CompletedEvent::id);
    }

    private static Map<String, Set<String>> by(
            List<CompletedEvent> events,
            Function<CompletedEvent, String> request,
            Function<CompletedEvent, String> answer) {
        return events.stream()
                .collect(Collectors.groupingBy(
                        request, Collectors.mapping(answer, Collectors.toCollection(TreeSet::new))));
    }

    /** Records that are rejected, whatever copies of their rejections there are. */
    long rejected() {
        return rejections.values().stream().mapToLong(Set::size).sum();
    }

    /** What is wrong. */
    void judge(int requests, Findings findings) {
        for (int number = 0; number < requests; number++) {
            String id = WrittenRequests.id(number);
            int made = generations.getOrDefault(id, Set.of()).size();
            int refused = rejections.getOrDefault(id, Set.of()).size();
            if (WrittenRequests.valid(number)) {
                judge(findings, id, made, 1, refused);
            } else {
                judge(findings, id, refused, WrittenRequests.copies(number), made);
            }
        }
    }

    private static void judge(Findings findings, String id, int answers, int due, int others) {
        if (answers < due) {
            findings.add(Kind.LOST, "request " + id);
        }
        if (answers > due || others > 0) {
            findings.add(Kind.CONTRADICTORY, "request " + id + ": " + answers + " answers and " + others + " others");
        }
    }
}
