package dev.gengate.proof.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** From the process's begin to its first readiness, with the image's cache and without it, in turn. */
final class StartTimes {
    private static final String[] WITHOUT_CACHE = {"@jvm.options", "-jar", "quarkus-run.jar"};

    private final String image;
    private final int times;
    private final List<Double> cached = new ArrayList<>();
    private final List<Double> plain = new ArrayList<>();

    StartTimes(String image, int times) {
        this.image = image;
        this.times = times;
    }

    StartTimes measure() {
        Map<String, String> environment = ImageRun.environment();
        // the schema is made by then
        Contained.start(image, environment).close();
        for (int i = 0; i < times; i++) {
            cached.add(seconds(Contained.begin(image, environment)));
            plain.add(seconds(Contained.begin(withoutEntryPoint(), environment, argumentsWithoutCache())));
        }
        return this;
    }

    private double seconds(Contained begun) {
        try (Contained gateway = begun.awaitReady()) {
            Instant ready = Instant.now();
            ContainedProcess process = gateway.process();
            return Duration.between(process.began(), ready).toMillis() / 1e3;
        }
    }

    private static List<String> withoutEntryPoint() {
        List<String> options = new ArrayList<>(ComposeOptions.ofTheGateway());
        options.addAll(List.of("--entrypoint", "java"));
        return options;
    }

    private String[] argumentsWithoutCache() {
        List<String> arguments = new ArrayList<>(List.of(image));
        arguments.addAll(List.of(WITHOUT_CACHE));
        return arguments.toArray(String[]::new);
    }

    String report() {
        return "ready %.2f s after the process began, %.2f s without the cache (medians of %d; load %s)"
                .formatted(median(cached), median(plain), times, load());
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    /** The load of the machine at the end. */
    private static String load() {
        try {
            return Files.readString(Path.of("/proc/loadavg")).split(" ")[0];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
