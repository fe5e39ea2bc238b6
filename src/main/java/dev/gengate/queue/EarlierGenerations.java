package dev.gengate.queue;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gengate.custody.ResultPlaces;
import dev.gengate.generation.Generation;
import dev.gengate.generation.GenerationState;
import dev.gengate.generation.ProviderAccounts;
import dev.gengate.generation.ledger.GenerationStore;
import dev.gengate.models.Catalogue;
import dev.gengate.models.EarlierReference;
import dev.gengate.models.Model;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Earlier generations that an input names. The provider checks an id against the account only, which all callers share:
 * whose they are is checked here, and the provider gets its own ids and URLs in their place.
 */
@ApplicationScoped
public class EarlierGenerations {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final GenerationStore generations;
    private final Catalogue models;
    private final ResultPlaces places;
    private final ProviderAccounts accounts;

    EarlierGenerations(GenerationStore generations, Catalogue models, ResultPlaces places, ProviderAccounts accounts) {
        this.generations = generations;
        this.models = models;
        this.places = places;
        this.accounts = accounts;
    }

    /**
     * What an input names.
     *
     * @param unusable what this caller cannot use: not its own, not succeeded, of another model, without that result, or
     *     of an account that is there no more
     * @param accounts that have the tasks which it names: only they know them
     */
    public record Named(List<EarlierReference> unusable, Set<String> accounts) {
        private static final Named NOTHING = new Named(List.of(), Set.of());
    }

    public Uni<Named> look(String caller, List<EarlierReference> references) {
        return references.isEmpty()
                ? Uni.createFrom().item(Named.NOTHING)
                : rows(references).map(rows -> named(caller, references, rows));
    }

    private Named named(String caller, List<EarlierReference> references, Map<UUID, Generation> rows) {
        List<EarlierReference> unusable = new ArrayList<>();
        Set<String> owners = new LinkedHashSet<>();
        for (EarlierReference reference : references) {
            boolean usable = value(caller, reference, rows).isPresent();
            String owner = usable && reference.takes() != null
                    ? rows.get(reference.generation()).account()
                    : null;
            if (!usable || owner != null && !accounts.names().contains(owner)) {
                unusable.add(reference);
            } else if (owner != null) {
                owners.add(owner);
            }
        }
        return new Named(unusable, owners);
    }

    /** The input as the provider gets it; empty if what it names is not there any more. */
    Uni<Optional<String>> resolved(Generation attempt) {
        Model model = models.find(attempt.model()).orElse(null);
        boolean names = model != null
                && (!model.earlierTasks().isEmpty() || attempt.input().contains("\"generation:"));
        if (!names) {
            return Uni.createFrom().item(Optional.of(attempt.input()));
        }
        ObjectNode input = (ObjectNode) json(attempt.input());
        List<EarlierReference> references = EarlierReference.in(model, input);
        return references.isEmpty()
                ? Uni.createFrom().item(Optional.of(attempt.input()))
                : rows(references).flatMap(rows -> stored(references, rows)
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
    private Uni<Map<EarlierReference, String>> stored(List<EarlierReference> references, Map<UUID, Generation> rows) {
        Map<EarlierReference, String> urls = new HashMap<>();
        Uni<Void> all = Uni.createFrom().voidItem();
        for (EarlierReference reference : references) {
            Generation row = rows.get(reference.generation());
            if (row != null && reference.takes() == null) {
                all = all.chain(() -> places.forAnHour(row, reference.result())
                        .invoke(found -> found.ifPresent(url -> urls.put(reference, url)))
                        .replaceWithVoid());
            }
        }
        return all.replaceWith(urls);
    }

    private static Optional<String> replaced(
            String caller,
            ObjectNode input,
            List<EarlierReference> references,
            Map<UUID, Generation> rows,
            Map<EarlierReference, String> stored) {
        for (EarlierReference reference : references) {
            Optional<String> value = value(caller, reference, rows);
            if (value.isEmpty()) {
                return Optional.empty();
            }
            replace(input, JsonPointer.compile(reference.pointer()), stored.getOrDefault(reference, value.get()));
        }
        return Optional.of(input.toString());
    }

    static void replace(ObjectNode input, JsonPointer pointer, String value) {
        JsonNode parent = input.at(pointer.head());
        String last = pointer.last().getMatchingProperty();
        if (parent instanceof ArrayNode items) {
            items.set(Integer.parseInt(last), value);
        } else {
            ((ObjectNode) parent).put(last, value);
        }
    }

    /** What the provider gets in a reference's place. */
    private static Optional<String> value(String caller, EarlierReference reference, Map<UUID, Generation> rows) {
        Generation row = rows.get(reference.generation());
        if (row == null
                || !row.caller().equals(caller)
                || row.state() != GenerationState.SUCCEEDED
                || !reference.mayBeOf(row.model())) {
            return Optional.empty();
        }
        if (reference.takes() == null) {
            return text(row.results(), reference.result(), "url");
        }
        return switch (reference.takes()) {
            case TASK -> Optional.of(row.taskId());
            case TRACK -> text(row.data(), reference.result(), "id");
        };
    }

    /** A field of the nth item of a list. */
    private static Optional<String> text(String list, int nth, String field) {
        return list == null
                ? Optional.empty()
                : Optional.ofNullable(json(list).path(nth - 1).path(field).textValue());
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the ledger holds JSON", e);
        }
    }
}
