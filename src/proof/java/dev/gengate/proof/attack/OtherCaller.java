package dev.gengate.proof.attack;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A caller that submits and reads at a steady rate, whatever the answers take, and measures what they take. */
public final class OtherCaller {
    private static final int PER_SECOND = 50;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI generations;
    private final String key;

    public OtherCaller(URI gateway, String key) {
        this.generations = gateway.resolve("/v1/generations");
        this.key = key;
    }

    /**
     * What it saw.
     *
     * @param post 99th percentile of a submission, milliseconds
     * @param get of reading
     * @param failed answers that were none of 200 and 202, or did not come
     */
    public record Seen(double post, double get, int failed) {}

    /** Submits and reads for so long. */
    public Seen measured(Duration time) {
        Measurement posts = new Measurement(request()
                .POST(BodyPublishers.ofString("{\"input\":{\"prompt\":\"[sim:never-finishes] of the other caller\"}}"))
                .build());
        Measurement gets = new Measurement(HttpRequest.newBuilder(URI.create(generations + "?limit=1"))
                .header("Authorization", "Bearer " + key)
                .timeout(PATIENCE)
                .build());
        ScheduledExecutorService clock = Executors.newScheduledThreadPool(2);
        long micros = TimeUnit.SECONDS.toMicros(1) / PER_SECOND;
        clock.scheduleAtFixedRate(posts::ask, 0, micros, TimeUnit.MICROSECONDS);
        clock.scheduleAtFixedRate(gets::ask, micros / 2, micros, TimeUnit.MICROSECONDS);
        pause(time);
        clock.shutdownNow();
        return new Seen(posts.percentile(), gets.percentile(), posts.failed.get() + gets.failed.get());
    }

    private HttpRequest.Builder request() {
        return HttpRequest.newBuilder(generations)
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .timeout(PATIENCE);
    }

    private static void pause(Duration time) {
        try {
            new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Measurement {
        private final HttpRequest request;
        private final AtomicInteger failed = new AtomicInteger();
        private final List<CompletableFuture<Double>> answers = new ArrayList<>();

        Measurement(HttpRequest request) {
            this.request = request;
        }

        synchronized void ask() {
            long began = System.nanoTime();
            answers.add(http.sendAsync(request, BodyHandlers.discarding()).handle((answer, failure) -> {
                if (failure != null || !isGood(answer)) {
                    failed.incrementAndGet();
                }
                return (System.nanoTime() - began) / 1e6;
            }));
        }

        private static boolean isGood(HttpResponse<?> answer) {
            return answer.statusCode() == 200 || answer.statusCode() == 202;
        }

        synchronized double percentile() {
            double[] millis = answers.stream()
                    .mapToDouble(CompletableFuture::join)
                    .sorted()
                    .toArray();
            return millis[(int) Math.ceil(millis.length * 0.99) - 1];
        }
    }
}
