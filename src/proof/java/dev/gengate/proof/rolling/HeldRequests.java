package dev.gengate.proof.rolling;

import dev.gengate.proof.cluster.ReplicaEnvironment;
import dev.gengate.proof.gateway.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Callers that wait for the end of tasks that take longer than a pod's shutdown: one request after the other. */
final class HeldRequests {
    private static final Duration ANSWER = Duration.ofSeconds(75);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI gateway;
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger early = new AtomicInteger();
    private final Queue<String> failed = new ConcurrentLinkedQueue<>();
    private volatile boolean over;

    HeldRequests(URI gateway) {
        this.gateway = gateway;
    }

    CompletableFuture<Void> begin(int callers) {
        return CompletableFuture.allOf(
                IntStream.range(0, callers).mapToObj(caller -> next(caller, 0)).toArray(CompletableFuture[]::new));
    }

    private CompletableFuture<Void> next(int caller, int number) {
        if (over) {
            return CompletableFuture.completedFuture(null);
        }
        String body = Json.write(Map.of(
                "input", Map.of("prompt", "[sim:takes=35000] held for caller %d, %d".formatted(caller, number))));
        HttpRequest request = HttpRequest.newBuilder(gateway.resolve("/v1/generations"))
                .timeout(ANSWER)
                .header("Authorization", "Bearer " + ReplicaEnvironment.CALLER_KEY)
                .header("Content-Type", "application/json")
                .header("Prefer", "wait=60")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofString())
                .handle(this::count)
                .thenCompose(counted -> next(caller, number + 1));
    }

    private Void count(HttpResponse<String> answer, Throwable failure) {
        answered.incrementAndGet();
        if (failure != null || answer.statusCode() / 100 != 2) {
            failed.add(failure == null ? "HTTP " + answer.statusCode() : failure.toString());
        } else if (answer.statusCode() == 202) {
            early.incrementAndGet();
        }
        return null;
    }

    /** None begins from now on. */
    void end() {
        over = true;
    }

    int requests() {
        return answered.get();
    }

    /** Answered 202 before the end, because their pod was told to go. */
    int early() {
        return early.get();
    }

    /** What came instead of a 2xx. */
    List<String> failed() {
        return List.copyOf(failed);
    }
}
