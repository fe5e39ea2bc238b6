package dev.gengate.proof.image;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gengate.proof.gateway.Json;
import dev.gengate.proof.gateway.PackagedGateway;
import dev.gengate.proof.gateway.SecretScan;
import dev.gengate.proof.servers.Backends;
import dev.gengate.proof.servers.LocalPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** A gateway in a container of its own. */
final class Contained implements AutoCloseable {
    private static final Path LOG = Path.of("target/image.log");
    private static final Map<String, Map<String, String>> SUBMISSION =
            Map.of("input", Map.of("prompt", "a lighthouse at dawn"));
    private static final int CLIENTS = 40;
    private static final Duration QUESTIONS = Duration.ofMillis(5);

    private final String name;
    private final URI url;
    private final PackagedGateway gateway;

    private Contained(String name, URI url, PackagedGateway gateway) {
        this.name = name;
        this.url = url;
        this.gateway = gateway;
    }

    /** Begins to start as Compose would start it. */
    static Contained begin(String image, Map<String, String> environment) {
        return begin(ComposeOptions.ofTheGateway(), environment, image);
    }

    /** The same with these options; the image may be followed by arguments. */
    static Contained begin(List<String> options, Map<String, String> environment, String... image) {
        String name = "generation-gateway-" + UUID.randomUUID();
        List<String> command = Engine.container(name, options, environment, image);
        URI url = URI.create(environment.get("GATEWAY_PUBLIC_URL"));
        return new Contained(name, url, PackagedGateway.start(environment, Path.of(""), command));
    }

    static Contained start(String image, Map<String, String> environment) {
        return begin(image, environment).awaitReady();
    }

    Contained awaitReady() {
        await().pollDelay(Duration.ZERO)
                .pollInterval(QUESTIONS)
                .atMost(Duration.ofMinutes(3))
                .ignoreExceptions()
                .until(() -> gateway.readiness() == 200);
        return this;
    }

    ContainedProcess process() {
        return ContainedProcess.of(name);
    }

    /** Submits one and waits until it has succeeded, by its callback; its id. */
    String generation() {
        String id = gateway.ads()
                .body(SUBMISSION)
                .post("/v1/generations")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
        JsonNode line = await().atMost(Duration.ofSeconds(30)).until(() -> ending(id), found -> found != null);
        Require.same("what ended it", "callback", line.at("/mdc/cause").asText());
        return id;
    }

    /** The log's line of its success. */
    private JsonNode ending(String id) {
        return gateway.log().stream()
                .filter(line -> id.equals(line.at("/mdc/generationId").asText())
                        && "succeeded".equals(line.at("/mdc/state").asText()))
                .findFirst()
                .orElse(null);
    }

    /** As many submissions, some of them at one time. */
    void submit(int requests) {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        for (int sent = 0; sent < requests; sent += CLIENTS) {
            CompletableFuture.allOf(Stream.generate(() -> submitted(client))
                            .limit(CLIENTS)
                            .toArray(CompletableFuture[]::new))
                    .join();
        }
    }

    private CompletableFuture<Void> submitted(HttpClient client) {
        HttpRequest request = HttpRequest.newBuilder(url.resolve("/v1/generations"))
                .header("Authorization", "Bearer " + Backends.ADS_KEY)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Json.write(SUBMISSION)))
                .build();
        return client.sendAsync(request, HttpResponse.BodyHandlers.discarding())
                .thenAccept(answer -> Require.same("status of a submission", 202, answer.statusCode()));
    }

    /** SIGTERM, as every engine does; seconds to the end. @throws AssertionError when it was killed in the end */
    double stop() {
        long told = System.nanoTime();
        gateway.terminate();
        int code = gateway.awaitExit();
        Require.that(code == 0 || code == 143, "exit code " + code);
        return (System.nanoTime() - told) / 1e9;
    }

    /** Each line is JSON, none has a secret, and it says its version. */
    void checkLog(String version) {
        List<JsonNode> lines = gateway.log();
        Require.same("leaks", List.of(), leaks());
        Require.that(
                lines.stream().anyMatch(line -> line.path("message").asText().contains(" " + version + " on JVM")),
                "the log does not say the version " + version);
    }

    private List<String> leaks() {
        try {
            Files.writeString(LOG, gateway.output());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> secrets =
                List.of(Backends.ADS_KEY, Backends.CALLBACK_SECRET, Backends.PROVIDER_KEY, LocalPostgres.PASSWORD);
        return new SecretScan(secrets).leaks(LOG).toList();
    }

    /** It ends, and the last line of its log is the one that names the variables. */
    void checkFaults(String... variables) {
        Require.that(gateway.awaitExit() != 0, "a start that failed ends with 0");
        // before it knows how to log, the validator says its version as plain text
        List<JsonNode> told = gateway.output()
                .lines()
                .filter(line -> line.startsWith("{"))
                .map(Json::read)
                .filter(line -> line.path("message").asText().contains("does not start"))
                .toList();
        Require.same("lines of faults", 1, told.size());
        for (String variable : variables) {
            Require.that(
                    told.get(0).path("message").asText().contains(variable),
                    told.get(0).toString());
        }
    }

    @Override
    public void close() {
        gateway.close();
    }
}
