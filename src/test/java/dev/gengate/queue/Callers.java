package dev.gengate.queue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/** The callers of a run: submits to the replicas in turn, and remembers whose generation is whose. */
final class Callers {
    private static final int AT_ONCE = 48;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Semaphore places = new Semaphore(AT_ONCE);
    private final Map<String, String> callerOf = new ConcurrentHashMap<>();
    private final Replicas replicas;
    private int next;

    Callers(Replicas replicas) {
        this.replicas = replicas;
    }

    /** A generation that was taken, and when its caller knew. */
    record Taken(String id, String state, Instant knownAt) {}

    /** As many from each of the callers, in turn; returns when all are answered. */
    void submit(List<String> callers, int each) {
        CompletableFuture<?>[] answers = new CompletableFuture<?>[callers.size() * each];
        for (int i = 0; i < answers.length; i++) {
            places.acquireUninterruptibly();
            answers[i] = send(callers.get(i % callers.size())).whenComplete((taken, failure) -> places.release());
        }
        CompletableFuture.allOf(answers).join();
    }

    CompletableFuture<Taken> send(String caller) {
        URI gateway = replicas.gateway(next++);
        HttpRequest request = HttpRequest.newBuilder(gateway.resolve("/v1/generations"))
                .header("Authorization", "Bearer " + Replicas.key(caller))
                .header("Content-Type", "application/json")
                .header("Prefer", "respond-async")
                .timeout(Duration.ofSeconds(60))
                .POST(HttpRequest.BodyPublishers.ofString("{\"input\":{\"prompt\":\"a lighthouse at dawn\"}}"))
                .build();
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofString())
                .thenApply(response -> taken(caller, response));
    }

    private Taken taken(String caller, HttpResponse<String> response) {
        if (response.statusCode() != 202) {
            throw new IllegalStateException("answered " + response.statusCode() + " " + response.body());
        }
        try {
            JsonNode view = JSON.readTree(response.body());
            Taken taken = new Taken(
                    view.path("id").asText(),
                    view.path("state").asText(),
                    java.time.Clock.systemUTC().instant());
            callerOf.put(taken.id(), caller);
            return taken;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whose it is. */
    String of(String generationId) {
        return callerOf.get(generationId);
    }

    int accepted() {
        return callerOf.size();
    }
}
