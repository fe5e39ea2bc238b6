package dev.gengate.proof.cluster;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A client that does not give up: the same request again after 5xx, 429, a lost connection or a time-out. */
public final class GatewayClient {
    private static final Duration ANSWER = Duration.ofSeconds(6);
    private static final int LONGEST_PAUSE_MILLIS = 1_200;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI gateway;
    private final Duration patience;
    private final List<String> callers;
    private final AtomicInteger requests = new AtomicInteger();
    private final Queue<String> failed = new ConcurrentLinkedQueue<>();
    private final Queue<String> givenUp = new ConcurrentLinkedQueue<>();

    /** @param patience after which a request without a definite answer is given up */
    public GatewayClient(URI gateway, Duration patience) {
        this(gateway, patience, List.of(ReplicaEnvironment.CALLER_KEY));
    }

    /** @param callers their credentials; whose a submission is follows from its key */
    public GatewayClient(URI gateway, Duration patience, List<String> callers) {
        this.gateway = gateway;
        this.patience = patience;
        this.callers = callers;
    }

    /** Empty when there was no definite answer in all the time. */
    public CompletableFuture<Optional<Told>> submit(String key, String body, String prefer) {
        HttpRequest.Builder request = request("/v1/generations", key)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (!prefer.isEmpty()) {
            request.header("Prefer", prefer);
        }
        return untilDefinite(key, request.build(), System.nanoTime() + patience.toNanos());
    }

    /** The generation as it is now. */
    CompletableFuture<Optional<Told>> read(String key, String id) {
        HttpRequest request = request("/v1/generations/" + id, key).GET().build();
        return untilDefinite(key, request, System.nanoTime() + patience.toNanos());
    }

    /** Its event once more, as an operator asks for it. */
    public CompletableFuture<Optional<Told>> replay(String id) {
        HttpRequest request = HttpRequest.newBuilder(gateway.resolve("/v1/generations/" + id + "/replay"))
                .timeout(ANSWER)
                .header("Authorization", "Bearer " + ReplicaEnvironment.OPERATOR_KEY)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        return untilDefinite(id, request, System.nanoTime() + patience.toNanos());
    }

    private HttpRequest.Builder request(String path, String key) {
        String caller = callers.get(Math.floorMod(key.hashCode(), callers.size()));
        return HttpRequest.newBuilder(gateway.resolve(path))
                .timeout(ANSWER)
                .header("Authorization", "Bearer " + caller);
    }

    private CompletableFuture<Optional<Told>> untilDefinite(String key, HttpRequest request, long deadline) {
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofString())
                .whenComplete(this::count)
                .handle((answer, failure) -> {
                    Optional<Told> told = failure == null ? definite(key, answer) : Optional.empty();
                    if (told.isEmpty() && System.nanoTime() > deadline) {
                        givenUp.add(key + ", at last "
                                + (failure == null ? answer.statusCode() + " " + answer.body() : failure));
                    }
                    return told;
                })
                .thenCompose(told -> told.isPresent() || System.nanoTime() > deadline
                        ? CompletableFuture.completedFuture(told)
                        : later().thenCompose(go -> untilDefinite(key, request, deadline)));
    }

    private void count(HttpResponse<String> answer, Throwable failure) {
        requests.incrementAndGet();
        if (failure != null || answer.statusCode() / 100 != 2) {
            failed.add(failure == null ? "HTTP " + answer.statusCode() : failure.toString());
        }
    }

    /** Requests without a definite answer in all the time: the key, and what came last. */
    public List<String> givenUp() {
        return List.copyOf(givenUp);
    }

    /** Requests so far, each try counted. */
    public int requests() {
        return requests.get();
    }

    /** Tries that were not answered 2xx, with what came instead. */
    public List<String> failed() {
        return List.copyOf(failed);
    }

    private static Optional<Told> definite(String key, HttpResponse<String> answer) {
        int status = answer.statusCode();
        return status == 429 || status >= 500 ? Optional.empty() : Optional.of(Told.of(key, status, answer.body()));
    }

    private static CompletableFuture<Void> later() {
        int millis = ThreadLocalRandom.current().nextInt(200, LONGEST_PAUSE_MILLIS);
        Executor then = CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS);
        return CompletableFuture.runAsync(() -> {}, then);
    }
}
