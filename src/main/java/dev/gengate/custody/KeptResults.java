package dev.gengate.custody;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gengate.custody.fetch.FetchException;
import dev.gengate.custody.fetch.FetchFault;
import dev.gengate.custody.fetch.Fetched;
import dev.gengate.custody.fetch.ImageSize;
import dev.gengate.generation.Generation;
import dev.gengate.generation.ResultKind;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** The results of a generation as the ledger, the view and the events have them, and what is stored of each. Numbers are from 1. */
final class KeptResults {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String STORED = "stored";
    private static final String LOST = "lost";
    private static final String ROLE = "role";

    private final ArrayNode results;

    private KeptResults(ArrayNode results) {
        this.results = results;
    }

    /** Empty without any, and where they cannot be read. */
    static Optional<KeptResults> ifReadable(Generation row) {
        try {
            return Optional.of(of(row));
        } catch (FetchException unreadable) {
            return Optional.empty();
        }
    }

    /** @throws FetchException if they cannot be read */
    static KeptResults of(Generation row) {
        try {
            if (row.results() != null && JSON.readTree(row.results()) instanceof ArrayNode results) {
                return new KeptResults(results);
            }
        } catch (JsonProcessingException e) {
            throw new FetchException(FetchFault.LEDGER);
        }
        throw new FetchException(FetchFault.LEDGER);
    }

    String json() {
        return results.toString();
    }

    int count() {
        return results.size();
    }

    /** The numbers of those that are neither stored nor lost: first what was asked for, then what comes beside it. */
    int[] missing() {
        return IntStream.rangeClosed(1, count())
                .filter(number -> stored(number).isEmpty() && !lost(number))
                .boxed()
                .sorted(Comparator.comparing(this::comesBeside))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private boolean comesBeside(int number) {
        return result(number).has(ROLE);
    }

    boolean anyStored() {
        return IntStream.rangeClosed(1, count())
                .anyMatch(number -> stored(number).isPresent());
    }

    String url(int number) {
        return result(number).path("url").asText();
    }

    /** Until when its URL is good at least. */
    Optional<Instant> expiresAt(int number) {
        return Optional.ofNullable(result(number).path("expiresAt").textValue()).map(Instant::parse);
    }

    ResultKind kind(int number) {
        String kind = result(number).path("kind").asText();
        return Arrays.stream(ResultKind.values())
                .filter(one -> one.wireName().equals(kind))
                .findFirst()
                .orElse(ResultKind.FILE);
    }

    boolean lost(int number) {
        return result(number).path(LOST).asBoolean();
    }

    /** Nothing can be had of it any more. */
    void lose(int number) {
        ((ObjectNode) result(number)).put(LOST, true);
    }

    /** It is in the store. */
    void store(int number, URI uri, String href, Fetched file, String mediaType) {
        ObjectNode stored = ((ObjectNode) result(number)).putObject(STORED);
        stored.put("uri", uri.toString());
        stored.put("href", href);
        stored.put("sha256", file.sha256());
        stored.put("bytes", file.bytes());
        stored.put("mediaType", mediaType);
        ImageSize.of(file.head(), mediaType)
                .ifPresent(size -> stored.put("width", size.width()).put("height", size.height()));
    }

    /** What is stored of it, if it is. */
    Optional<Stored> stored(int number) {
        JsonNode stored = result(number).path(STORED);
        return stored.isObject()
                ? Optional.of(new Stored(
                        stored.path("uri").asText(),
                        stored.path("sha256").asText(),
                        stored.path("bytes").asLong(),
                        stored.path("mediaType").asText()))
                : Optional.empty();
    }

    /** All that is stored of it, by their names. */
    Map<String, Stored> objects(Generation row) {
        Map<String, Stored> objects = new TreeMap<>();
        for (int number = 1; number <= count(); number++) {
            int nth = number;
            stored(nth).ifPresent(stored -> objects.put(ObjectKey.of(row, nth, stored.mediaType()), stored));
        }
        return objects;
    }

    /** A result in the store. @param uri where it was put, as the store of then names it */
    record Stored(String uri, String sha256, long bytes, String mediaType) {}

    private JsonNode result(int number) {
        return results.path(number - 1);
    }
}
