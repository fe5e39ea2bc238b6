package dev.gengate.proof.gateway;

import dev.gengate.proof.servers.Blocking;
import dev.gengate.proof.servers.ChildProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The gateway as a process of its own, with environment variables alone as its configuration. */
public final class GatewayProcess extends ChildProcess {
    private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(100);

    /**
     * A gateway that is not started yet.
     *
     * @param environment added to this process's own
     * @param log takes all output, replaced at each start
     */
    public GatewayProcess(List<String> command, Map<String, String> environment, Path log) {
        super(command, environment, log);
    }

    /** The command that runs the packaged jar with this JVM's own java. */
    public static List<String> packagedJar(String... jvmOptions) {
        return packagedJar(Path.of("target", "quarkus-app"), jvmOptions);
    }

    /** The same of the application in another folder. */
    public static List<String> packagedJar(Path application, String... jvmOptions) {
        String jar = application.resolve("quarkus-run.jar").toString();
        return Stream.of(
                        Stream.of(java()),
                        ClassArchive.options().stream(),
                        Stream.of(jvmOptions),
                        Stream.of("-jar", jar))
                .flatMap(part -> part)
                .toList();
    }

    /** Waits until its readiness is 200; false when it ended before, or did not become ready in time. */
    public boolean awaitReady(URI management, Duration patience) {
        HttpClient client = HttpClient.newHttpClient();
        return await(patience, BETWEEN_QUESTIONS, () -> ready(client, management.resolve("/q/health/ready")));
    }

    private static boolean ready(HttpClient client, URI readiness) {
        HttpRequest request =
                HttpRequest.newBuilder(readiness).timeout(Duration.ofSeconds(2)).build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw Blocking.interrupted(e);
        }
    }
}
