package dev.gengate.proof.local;

import static org.awaitility.Awaitility.await;

import dev.gengate.proof.gateway.CompletedEvent;
import dev.gengate.proof.gateway.CompletedEvents;
import dev.gengate.proof.gateway.GatewayCalls;
import dev.gengate.proof.gateway.RequestTopic;
import dev.gengate.proof.servers.Backends;
import dev.gengate.proof.servers.ChildProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sandbox as one jar in a folder of its own, reached from outside. {@link SandboxIT} tests what it does. */
@Tag("chaos")
class SandboxJarIT {
    @TempDir
    private static Path folder;

    @Test
    void requestByTheTopicHasItsEventOnTheTopicThatIsReachedFromOutside() throws IOException {
        Path jar = folder.resolve("sandbox.jar");
        SandboxJar.write(jar);
        List<String> command =
                List.of(ChildProcess.java(), "-jar", jar.toString(), "--speed", "100", "--host", "0.0.0.0");
        try (RunningSandbox sandbox = new RunningSandbox(command, folder, folder.resolve("sandbox.log"));
                RequestTopic requests = new RequestTopic(sandbox.kafka(), Sandbox.REQUESTS);
                CompletedEvents events = CompletedEvents.open(sandbox.kafka(), Backends.TOPIC)) {
            requests.send("/orders", "sandbox-1", GatewayCalls.prompt("a harbour"));
            requests.flush();

            await().atMost(RunningSandbox.PATIENCE).until(() -> events.all().stream()
                    .map(CompletedEvent::json)
                    .anyMatch(event -> event.path("correlationId").asText().equals("sandbox-1")));
        }
    }
}
