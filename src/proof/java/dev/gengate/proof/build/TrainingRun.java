package dev.gengate.proof.build;

import dev.gengate.proof.gateway.PackagedGateway;
import dev.gengate.proof.servers.Backends;
import dev.gengate.proof.servers.LocalPostgres;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The training run of the image's AOT cache and of {@link ClassArchiveBuild}: a gateway, started in the given folder by
 * the given command, does what a replica does in its first seconds, with a PostgreSQL, a Kafka broker and a provider. Its
 * JVM writes the cache when it ends. What a training run does not do is loaded from the jars and learned anew at each
 * start.
 */
public final class TrainingRun {
    private static final int GENERATIONS = 10;

    private TrainingRun() {}

    public static void main(String... arguments) {
        int code = 1; // a build must not wait for the servers of a run that failed
        try {
            run(Path.of(arguments[0]), List.of(arguments).subList(1, arguments.length));
            code = 0;
        } catch (RuntimeException | AssertionError e) {
            e.printStackTrace();
        }
        System.exit(code); // which ends the servers
    }

    static void run(Path folder, List<String> command) {
        var environment = PackagedGateway.environment(LocalPostgres.shared(), Backends.kafka());
        try (var gateway = PackagedGateway.start(environment, folder, command).awaitReady()) {
            Stream.generate(() -> gateway.submitted("a lighthouse at dawn"))
                    .limit(GENERATIONS)
                    .toList()
                    .forEach(gateway::awaitSuccess);
            gateway.metrics();
        }
    }
}
