package dev.gengate.chaos;

import dev.gengate.support.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Submissions at a steady rate, each under a key of its own; one in ten is sent by two clients at the same time. How a
 * client prefers to be answered is drawn from the seed.
 */
final class ClientLoad {
    private static final String[] PREFERENCES = {"", "", "respond-async", "wait=2"};
    private static final int TOGETHER = 10;
    private static final int READ_AT_ONCE = 50;

    private final GatewayClient client;
    private final int generations;
    private final int rate;
    private final Random random;
    private final Queue<Told> told = new ConcurrentLinkedQueue<>();
    private final AtomicInteger unanswered = new AtomicInteger();

    ClientLoad(GatewayClient client, ChaosOptions options) {
        this.client = client;
        this.generations = options.generations();
        this.rate = options.rate();
        this.random = new Random(options.seed() + 1);
    }

    /** Starts all of it; done when every client has its definite answer or has given up. */
    CompletableFuture<Void> begin() {
        List<CompletableFuture<?>> submissions = new ArrayList<>();
        for (int number = 0; number < generations; number++) {
            String key = "chaos-" + number;
            String prefer = PREFERENCES[random.nextInt(PREFERENCES.length)];
            int clients = random.nextInt(TOGETHER) == 0 ? 2 : 1;
            for (int same = 0; same < clients; same++) {
                submissions.add(at(1_000L * number / rate).thenCompose(go -> submit(key, prefer)));
            }
        }
        return CompletableFuture.allOf(submissions.toArray(CompletableFuture[]::new));
    }

    private static CompletableFuture<Void> at(long millis) {
        return CompletableFuture.runAsync(
                () -> {}, CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS));
    }

    private CompletableFuture<Void> submit(String key, String prefer) {
        String body = Json.write(Map.of(
                "input", Map.of("prompt", "a lighthouse for \"" + key + "\"", "num_images", "2"), "correlationId", key));
        return client.submit(key, body, prefer).thenAccept(this::keep);
    }

    private void keep(Optional<Told> answer) {
        answer.ifPresentOrElse(told::add, unanswered::incrementAndGet);
    }

    /** Reads every accepted generation once more, as its client would. */
    void readAll() {
        List<Told> accepted = told().stream().filter(Told::accepted).toList();
        for (int from = 0; from < accepted.size(); from += READ_AT_ONCE) {
            List<Told> some = accepted.subList(from, Math.min(accepted.size(), from + READ_AT_ONCE));
            CompletableFuture.allOf(some.stream()
                            .map(one -> client.read(one.key(), one.id()).thenAccept(this::keep))
                            .toArray(CompletableFuture[]::new))
                    .join();
        }
    }

    /** All definite answers so far. */
    Collection<Told> told() {
        return List.copyOf(told);
    }

    /** Submissions and questions whose clients gave up. */
    int unanswered() {
        return unanswered.get();
    }
}
