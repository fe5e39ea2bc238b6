package dev.gengate.proof.queue;

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
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** The callers of a run: submits to the replicas in turn, and remembers whose generation is whose. */
final class Callers {
    private static final int UNAVAILABLE = 503;
    private static final Executor LATER = CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Semaphore places;
    private final Map<String, String> callerOf = new ConcurrentHashMap<>();
    private final Replicas replicas;
    private int next;

    /** @param atOnce submissions that may wait for their answer at one time */
    Callers(Replicas replicas, int atOnce) {
        this.replicas = replicas;
        places = new Semaphore(atOnce);
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
        return send(caller, UUID.randomUUID().toString(), next++);
    }

    /** Again after a while on 503, as a caller should: replicas that just started on a busy machine may be slow. */
    private CompletableFuture<Taken> send(String caller, String key, int replica) {
        return client.sendAsync(request(caller, key, replica), HttpResponse.BodyHandlers.ofString())
                .thenCompose(response -> response.statusCode() == UNAVAILABLE
                        ? CompletableFuture.supplyAsync(() -> key, LATER)
                                .thenCompose(again -> send(caller, again, replica + 1))
                        : CompletableFuture.completedFuture(taken(caller, response)));
    }

    private HttpRequest request(String caller, String key, int replica) {
        URI gateway = replicas.gateway(replica);
        return HttpRequest.newBuilder(gateway.resolve("/v1/generations"))
                .header("Authorization", "Bearer " + Replicas.key(caller))
                .header("Content-Type", "application/json")
                .header("Prefer", "respond-async")
                .header("Idempotency-Key", key)
                .timeout(Duration.ofSeconds(60))
                .POST(HttpRequest.BodyPublishers.ofString("{\"input\":{\"prompt\":\"a lighthouse at dawn\"}}"))
                .build();
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

    /** The caller that it belongs to. */
    String of(String generationId) {
        return callerOf.get(generationId);
    }

    int accepted() {
        return callerOf.size();
    }
}
