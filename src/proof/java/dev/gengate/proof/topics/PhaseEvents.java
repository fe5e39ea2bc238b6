package dev.gengate.proof.topics;

import dev.gengate.proof.gateway.CompletedEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The records of the generations of one caller in one phase, in the order of its topic. */
final class PhaseEvents {
    private final Set<String> ids;
    private final List<CompletedEvent> records;

    PhaseEvents(List<String> accepted, List<CompletedEvent> topic) {
        this.ids = Set.copyOf(accepted);
        this.records = topic.stream()
                .filter(event -> ids.contains(event.key()))
                .sorted(Comparator.comparingLong(CompletedEvent::offset))
                .toList();
    }

    /** Generations without an event. */
    int lost() {
        Set<String> missing = new HashSet<>(ids);
        records.forEach(event -> missing.remove(event.key()));
        return missing.size();
    }

    /** Records beyond the first of a generation. */
    int duplicates() {
        return records.size() - (ids.size() - lost());
    }

    /** Records that say something else, or of an earlier time, than one before them with the same key. */
    int outOfOrderByKey() {
        Map<String, CompletedEvent> last = new HashMap<>();
        int found = 0;
        for (CompletedEvent event : records) {
            CompletedEvent before = last.put(event.key(), event);
            found += before != null
                            && (time(event).isBefore(time(before))
                                    || !event.value().equals(before.value()))
                    ? 1
                    : 0;
        }
        return found;
    }

    /** How much later than an event of the topic one before it was completed, for each that is out of that order. */
    List<Duration> outOfCompletionOrder() {
        Instant latest = Instant.MIN;
        List<Duration> found = new ArrayList<>();
        for (CompletedEvent event : records) {
            if (time(event).isBefore(latest)) {
                found.add(Duration.between(time(event), latest));
            } else {
                latest = time(event);
            }
        }
        return found;
    }

    private static Instant time(CompletedEvent event) {
        return Instant.parse(event.header("ce_time"));
    }

    /** Milliseconds from the end of each task until the broker had the first record of its event, ascending. */
    List<Long> since(Map<String, Long> ended) {
        Map<String, Long> first = new HashMap<>();
        records.forEach(event -> first.merge(event.key(), event.at(), Math::min));
        return first.entrySet().stream()
                .filter(event -> ended.containsKey(event.getKey()))
                .map(event -> event.getValue() - ended.get(event.getKey()))
                .sorted()
                .toList();
    }
}
