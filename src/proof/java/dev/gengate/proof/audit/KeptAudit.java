package dev.gengate.proof.audit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gengate.proof.audit.Findings.Kind;
import dev.gengate.proof.cluster.LedgerRow;
import dev.gengate.proof.cluster.StoredObject;
import dev.gengate.proof.gateway.CompletedEvent;
import dev.gengate.proof.gateway.Json;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What was paid for is kept: whatever a row or an event names is in the store, is the provider's file to the last byte,
 * and was there before it was named.
 */
final class KeptAudit {
    private final Evidence evidence;
    private final Kept kept;
    private final Findings findings;
    private final Set<String> named = new HashSet<>();

    KeptAudit(Evidence evidence, Findings findings) {
        this.evidence = evidence;
        this.kept = evidence.kept();
        this.findings = findings;
    }

    void all() {
        if (kept == Kept.NOTHING) {
            return;
        }
        evidence.rows().forEach(this::rowHasAllItsResults);
        Stream.of(evidence.events(), kept.events()).flatMap(List::stream).forEach(this::eventNamesWhatIsThere);
        whatWasStoredLateIsTold();
        new TreeSet<>(kept.objects().keySet())
                .stream().filter(uri -> !named.contains(uri)).forEach(uri -> findings.add(Kind.UNNAMED, uri));
    }

    private void rowHasAllItsResults(LedgerRow row) {
        if (!row.state().equals("succeeded") || row.images() == null) {
            return;
        }
        for (JsonNode result : Json.read(row.images())) {
            if (stored(result)) {
                named.add(result.path("stored").path("uri").asText());
                notWhole(result).ifPresent(why -> findings.add(Kind.NOT_KEPT, row.id() + ": the row's is " + why));
            } else {
                findings.add(Kind.NOT_KEPT, row.id() + ": a result is not in the store");
            }
        }
    }

    private void eventNamesWhatIsThere(CompletedEvent event) {
        results(event).filter(KeptAudit::stored).forEach(result -> {
            named.add(result.path("stored").path("uri").asText());
            notWhole(result)
                    .or(() -> tooSoon(result, event))
                    .ifPresent(why -> findings.add(Kind.NOT_KEPT, event.id() + ": the object is " + why));
        });
    }

    private Optional<String> notWhole(JsonNode result) {
        JsonNode stored = result.path("stored");
        StoredObject object = kept.objects().get(stored.path("uri").asText());
        if (object == null) {
            return Optional.of("not there");
        }
        boolean asNamed = object.sha256().equals(stored.path("sha256").asText())
                && object.bytes() == stored.path("bytes").asLong();
        String url = result.path("url").asText();
        boolean theProviders = object.sha256().equals(kept.files().get(url.substring(url.lastIndexOf('/') + 1)));
        return asNamed && theProviders
                ? Optional.empty()
                : Optional.of(asNamed ? "not the provider's file" : "other bytes");
    }

    private Optional<String> tooSoon(JsonNode result, CompletedEvent event) {
        StoredObject object =
                kept.objects().get(result.path("stored").path("uri").asText());
        return object.since() > event.at() ? Optional.of("younger") : Optional.empty();
    }

    /** An event that went without something is followed by one that has it all. */
    private void whatWasStoredLateIsTold() {
        Map<String, List<CompletedEvent>> late =
                kept.events().stream().collect(Collectors.groupingBy(CompletedEvent::key));
        evidence.events().stream()
                .filter(event -> event.outcome().equals("succeeded"))
                .filter(event -> !results(event).allMatch(KeptAudit::stored))
                .map(CompletedEvent::key)
                .distinct()
                .filter(id -> !late.containsKey(id))
                .forEach(id -> findings.add(Kind.NOT_KEPT, id + ": nothing tells that it was stored"));
        late.forEach((id, events) -> {
            if (!events.stream().flatMap(KeptAudit::results).allMatch(KeptAudit::stored)) {
                findings.add(Kind.NOT_KEPT, id + ": the event of its storing names no object");
            }
            if (distinct(events, event -> event.id()) > 1 || distinct(events, CompletedEvent::value) > 1) {
                findings.add(Kind.CONTRADICTORY, id + ": different events of its storing");
            }
        });
    }

    private static long distinct(List<CompletedEvent> events, Function<CompletedEvent, String> part) {
        return events.stream().map(part).distinct().count();
    }

    private static boolean stored(JsonNode result) {
        return result.path("stored").isObject();
    }

    private static Stream<JsonNode> results(CompletedEvent event) {
        return StreamSupport.stream(event.json().path("results").spliterator(), false);
    }
}
