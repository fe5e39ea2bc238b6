package dev.gengate.proof.cluster;

import dev.gengate.proof.faults.FaultOptions;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Submissions at a steady rate by a limited number of clients, each submission under a key of its own; one in ten is sent
 * twice at the same time. How a client prefers to be answered is drawn from the seed.
 */
public final class ClientLoad {
    private static final String[] PREFERENCES = {"", "", "respond-async", "wait=2"};
    private static final int TOGETHER = 10;
    private static final int CLIENTS = 40;
    private static final int READ_AT_ONCE = 50;

    private final GatewayClient client;
    private final int generations;
    private final int rate;
    private final long seed;
    private final ModelMix models;
    private final AtomicInteger begun = new AtomicInteger();
    private final Queue<Told> told = new ConcurrentLinkedQueue<>();
    private final Map<String, Long> began = new ConcurrentHashMap<>();
    private volatile boolean over;
    private final AtomicInteger unanswered = new AtomicInteger();

    public ClientLoad(GatewayClient client, FaultOptions options) {
        this.client = client;
        this.generations = options.generations();
        this.rate = options.rate();
        this.seed = options.seed();
        this.models = new ModelMix(options.models());
    }

    /** Starts all of it; done when every client has its definite answers or has given up. */
    public CompletableFuture<Void> begin() {
        long start = System.nanoTime();
        return CompletableFuture.allOf(
                Stream.generate(() -> next(start)).limit(CLIENTS).toArray(CompletableFuture[]::new));
    }

    /** One client: the next submission at its time, or at once when that has passed, then the one after it. */
    private CompletableFuture<Void> next(long start) {
        int number = begun.getAndIncrement();
        if (over || number >= generations) {
            return CompletableFuture.completedFuture(null);
        }
        long millis = 1_000L * number / rate - (System.nanoTime() - start) / 1_000_000;
        Executor inTime = CompletableFuture.delayedExecutor(Math.max(0, millis), TimeUnit.MILLISECONDS);
        return CompletableFuture.supplyAsync(() -> submit(number), inTime)
                .thenCompose(answered -> answered)
                .thenCompose(answered -> next(start));
    }

    private CompletableFuture<Void> submit(int number) {
        Random random = new Random(seed + number);
        String key = "chaos-" + number;
        String prefer = PREFERENCES[random.nextInt(PREFERENCES.length)];
        String body = models.body(number, key);
        CompletableFuture<Void> one = submit(key, body, prefer);
        return random.nextInt(TOGETHER) == 0 ? CompletableFuture.allOf(one, submit(key, body, prefer)) : one;
    }

    private CompletableFuture<Void> submit(String key, String body, String prefer) {
        began.putIfAbsent(key, System.currentTimeMillis());
        return client.submit(key, body, prefer).thenAccept(this::keep);
    }

    private void keep(Optional<Told> answer) {
        answer.ifPresentOrElse(told::add, unanswered::incrementAndGet);
    }

    /** No submission begins from now on. */
    public void end() {
        over = true;
    }

    /** Reads every accepted generation once more, as its client would. */
    public void readAll() {
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
    public Collection<Told> told() {
        return List.copyOf(told);
    }

    /** When each key's submission was first sent; epoch milliseconds. */
    public Map<String, Long> began() {
        return Map.copyOf(began);
    }

    /** Submissions and questions whose clients gave up. */
    public int unanswered() {
        return unanswered.get();
    }
}
