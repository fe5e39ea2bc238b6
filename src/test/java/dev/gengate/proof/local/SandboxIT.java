package dev.gengate.proof.local;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.proof.gateway.CompletedEvent;
import dev.gengate.proof.gateway.CompletedEvents;
import dev.gengate.proof.gateway.GatewayCalls;
import dev.gengate.proof.gateway.RequestTopic;
import dev.gengate.proof.servers.Backends;
import dev.gengate.proof.servers.ChildProcess;
import dev.gengate.proof.servers.Ports;
import io.restassured.RestAssured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sandbox for those who call the gateway, as one jar in a folder of its own, and the commands of docs/testing-against.md. */
@Tag("chaos")
class SandboxIT {
    private static final Pattern COMMANDS = Pattern.compile("(?s)```bash\n(.*?)```");
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final int HTTP = Ports.free();
    private static final int MANAGEMENT = Ports.free();
    private static final int KAFKA = Ports.free();

    @TempDir
    private static Path folder;

    private static ChildProcess sandbox;

    @BeforeAll
    static void start() throws IOException {
        Path jar = folder.resolve("sandbox.jar");
        SandboxJar.write(jar);
        sandbox = new ChildProcess(
                List.of(ChildProcess.java(), "-jar", jar.toString(), "--speed", "100", "--host", "0.0.0.0"),
                Map.of(
                        "QUARKUS_HTTP_PORT", String.valueOf(HTTP),
                        "QUARKUS_MANAGEMENT_PORT", String.valueOf(MANAGEMENT),
                        "LOCAL_KAFKA_PORT", String.valueOf(KAFKA),
                        "LOCAL_SIMULATOR_PORT", String.valueOf(Ports.free()),
                        "LOCAL_POSTGRES_PORT", String.valueOf(Ports.free())),
                folder.resolve("sandbox.log"));
        sandbox.in(folder).start();
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> RestAssured.get("http://localhost:" + MANAGEMENT + "/q/health/ready")
                                .statusCode()
                        == 200);
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    @Test
    void commandsOfTheDocumentDoWhatTheySay() throws IOException {
        Matcher commands = COMMANDS.matcher(Files.readString(Path.of("docs/testing-against.md")));
        assertTrue(commands.find());
        Path script = folder.resolve("commands.sh");
        Files.writeString(script, "set -euo pipefail\n" + commands.group(1).replace(":8080", ":" + HTTP));

        ChildProcess shell =
                new ChildProcess(List.of("bash", script.toString()), Map.of(), folder.resolve("commands.log"));
        shell.in(folder).start();

        assertTrue(shell.endedWithin(PATIENCE));
        assertEquals(0, shell.exitCode(), shell::printed);
        assertEquals(
                List.of("fail: failed", "no-callback: succeeded", "lose-answer: succeeded"),
                shell.printed().lines().toList());
    }

    @Test
    void requestByTheTopicHasItsEventOnTheTopicThatIsReachedFromOutside() {
        String kafka = "localhost:" + KAFKA;
        try (RequestTopic requests = new RequestTopic(kafka, "ads.requests");
                CompletedEvents events = CompletedEvents.open(kafka, Backends.TOPIC)) {
            requests.send("/orders", "sandbox-1", GatewayCalls.prompt("a harbour"));
            requests.flush();

            await().atMost(PATIENCE).until(() -> events.all().stream()
                    .map(CompletedEvent::json)
                    .anyMatch(event -> event.path("correlationId").asText().equals("sandbox-1")));
        }
    }
}
