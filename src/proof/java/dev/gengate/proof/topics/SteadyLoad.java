package dev.gengate.proof.topics;

import dev.gengate.proof.cluster.GatewayClient;
import dev.gengate.proof.cluster.Told;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** The submissions of one caller at a steady rate. Every second input makes an event of more than 2 kB. */
final class SteadyLoad {
    private final GatewayClient client;
    private final String name;
    private final List<CompletableFuture<Optional<Told>>> answers;

    private SteadyLoad(GatewayClient client, String name, int rate, Duration time) {
        this.client = client;
        this.name = name;
        this.answers = IntStream.range(0, (int) (rate * time.toSeconds()))
                .mapToObj(number -> CompletableFuture.supplyAsync(
                                () -> submit(number),
                                CompletableFuture.delayedExecutor(1_000L * number / rate, TimeUnit.MILLISECONDS))
                        .thenCompose(answer -> answer))
                .toList();
    }

    /** Begins it. */
    static SteadyLoad begin(GatewayClient client, String name, int rate, Duration time) {
        return new SteadyLoad(client, name, rate, time);
    }

    private CompletableFuture<Optional<Told>> submit(int number) {
        String prompt = name + " " + number + " a lighthouse".repeat(number % 2 == 0 ? 1 : 180);
        return client.submit(name + "-" + number, "{\"input\":{\"prompt\":\"" + prompt + "\"}}", "");
    }

    /** Waits until all are answered; the generations that were accepted. */
    List<String> accepted() {
        return answers.stream()
                .map(CompletableFuture::join)
                .flatMap(Optional::stream)
                .filter(Told::accepted)
                .map(Told::id)
                .toList();
    }

    /** Submissions that were made. */
    int many() {
        return answers.size();
    }
}
