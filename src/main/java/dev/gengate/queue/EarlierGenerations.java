package dev.gengate.queue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gengate.custody.ResultPlaces;
import dev.gengate.generation.Generation;
import dev.gengate.generation.GenerationState;
import dev.gengate.generation.ProviderAccounts;
import dev.gengate.generation.ledger.GenerationStore;
import dev.gengate.models.EarlierReference;
import dev.gengate.models.Model;
import dev.gengate.schedule.Repeated;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Earlier generations that an input names. The provider checks an id against the account only, which all callers share:
 * whose they are is checked here, and the provider gets its own ids and URLs in their place.
 */
@ApplicationScoped
public class EarlierGenerations {
    private final GenerationStore generations;
    private final ResultPlaces places;
    private final ProviderAccounts accounts;
    private final Clock clock;

    EarlierGenerations(GenerationStore generations, ResultPlaces places, ProviderAccounts accounts, Clock clock) {
        this.generations = generations;
        this.places = places;
        this.accounts = accounts;
        this.clock = clock;
    }

    /**
     * What an input names.
     *
     * @param unusable what this caller cannot use, with what is wrong with it: not its own, not succeeded, of another
     *     model, without that result or with one that is gone, of another kind or type or too large, or of an account that
     *     is there no more
     * @param accounts that have the tasks which it names: only they know them
     */
    public record Named(Map<EarlierReference, String> unusable, Set<String> accounts) {
        private static final Named NOTHING = new Named(Map.of(), Set.of());
    }

    public Uni<Named> look(String caller, List<EarlierReference> references) {
        return references.isEmpty()
                ? Uni.createFrom().item(Named.NOTHING)
                : rows(references).map(rows -> named(caller, references, rows, stored(references, rows)));
    }

    /** References whose URL the store can sign; nothing is signed here, so an unavailable store refuses nobody. */
    private Map<EarlierReference, String> stored(List<EarlierReference> references, Map<UUID, Generation> rows) {
        return references.stream()
                .filter(reference -> reference.takes() == null && rows.containsKey(reference.generation()))
                .filter(reference -> places.signs(rows.get(reference.generation()), reference.result()))
                .collect(Collectors.toMap(reference -> reference, reference -> "", (same, again) -> same));
    }

    private Named named(
            String caller,
            List<EarlierReference> references,
            Map<UUID, Generation> rows,
            Map<EarlierReference, String> stored) {
        Map<EarlierReference, String> unusable = new HashMap<>();
        Set<String> owners = new LinkedHashSet<>();
        for (EarlierReference reference : references) {
            boolean usable = value(caller, reference, rows, stored).isPresent();
            String owner = usable && reference.takes() != null
                    ? rows.get(reference.generation()).account()
                    : null;
            if (!usable || owner != null && !accounts.names().contains(owner)) {
                unusable.put(reference, reference.rule());
            } else if (owner != null) {
                owners.add(owner);
            } else {
                fault(reference, rows.get(reference.generation())).ifPresent(fault -> unusable.put(reference, fault));
            }
        }
        return new Named(unusable, owners);
    }

    /** Why the model does not take that result, as far as it is known: once it is stored. */
    private static Optional<String> fault(EarlierReference reference, Generation row) {
        JsonNode stored = InputJson.item(row.results(), reference.result()).path("stored");
        return stored.isObject()
                ? reference
                        .accepted()
                        .fault(
                                stored.path("mediaType").asText(),
                                stored.path("bytes").asLong())
                : Optional.empty();
    }

    /** The input as the provider gets it; empty if what it names is not there any more. */
    Uni<Optional<String>> resolved(Generation attempt, Model model) {
        ObjectNode input = (ObjectNode) InputJson.read(attempt.input());
        List<EarlierReference> references = EarlierReference.in(model, input);
        return references.isEmpty()
                ? Uni.createFrom().item(Optional.of(attempt.input()))
                : rows(references).flatMap(rows -> signed(references, rows)
                        .map(urls -> replaced(attempt.caller(), input, references, rows, urls)));
    }

    private Uni<Map<UUID, Generation>> rows(List<EarlierReference> references) {
        List<UUID> ids = references.stream()
                .map(EarlierReference::generation)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        return generations.findAll(ids).map(stored -> {
            Map<UUID, Generation> rows = new HashMap<>();
            stored.readable().forEach(row -> rows.put(row.id(), row));
            return rows;
        });
    }

    /** The URLs of those results that are in a store which makes some: the provider's own may be dead by now. */
    private Uni<Map<EarlierReference, String>> signed(List<EarlierReference> references, Map<UUID, Generation> rows) {
        Map<EarlierReference, String> urls = new HashMap<>();
        List<EarlierReference> results = references.stream()
                .filter(reference -> reference.takes() == null && rows.containsKey(reference.generation()))
                .toList();
        return Repeated.each(
                        results, reference -> places.forAnHour(rows.get(reference.generation()), reference.result())
                                .invoke(found -> found.ifPresent(url -> urls.put(reference, url))))
                .replaceWith(urls);
    }

    private Optional<String> replaced(
            String caller,
            ObjectNode input,
            List<EarlierReference> references,
            Map<UUID, Generation> rows,
            Map<EarlierReference, String> stored) {
        for (EarlierReference reference : references) {
            Optional<String> value = value(caller, reference, rows, stored);
            if (value.isEmpty()) {
                return Optional.empty();
            }
            InputJson.replace(input, reference.pointer(), value.get());
        }
        return Optional.of(input.toString());
    }

    /** What the provider gets in a reference's place. */
    private Optional<String> value(
            String caller,
            EarlierReference reference,
            Map<UUID, Generation> rows,
            Map<EarlierReference, String> stored) {
        Generation row = rows.get(reference.generation());
        if (row == null
                || !row.caller().equals(caller)
                || row.state() != GenerationState.SUCCEEDED
                || !reference.mayBeOf(row.model())) {
            return Optional.empty();
        }
        if (reference.takes() == null) {
            return url(InputJson.item(row.results(), reference.result()), reference, stored.get(reference));
        }
        return switch (reference.takes()) {
            case TASK -> Optional.of(row.taskId());
            case TRACK -> track(row, InputJson.item(row.results(), reference.result()));
        };
    }

    /** The provider's id of the track whose audio a result is; a track without audio is no result. */
    private static Optional<String> track(Generation row, JsonNode result) {
        String url = result.path("url").textValue();
        if (url == null || row.data() == null) {
            return Optional.empty();
        }
        return StreamSupport.stream(InputJson.read(row.data()).spliterator(), false)
                .filter(track -> url.equals(track.path("audio_url").textValue()))
                .findFirst()
                .map(track -> track.path("id").textValue());
    }

    /** The store's URL, where it makes one; otherwise the provider's own until it expires. */
    private Optional<String> url(JsonNode result, EarlierReference reference, String stored) {
        if (result.path("lost").asBoolean()
                || !reference.accepted().takesKind(result.path("kind").asText())) {
            return Optional.empty();
        }
        if (stored != null) {
            return Optional.of(stored);
        }
        String expiresAt = result.path("expiresAt").textValue();
        boolean dead = expiresAt != null && !clock.instant().isBefore(Instant.parse(expiresAt));
        return dead ? Optional.empty() : Optional.ofNullable(result.path("url").textValue());
    }
}
