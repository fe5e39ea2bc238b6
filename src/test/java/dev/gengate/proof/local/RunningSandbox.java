package dev.gengate.proof.local;

import static org.awaitility.Awaitility.await;

import dev.gengate.proof.servers.ChildProcess;
import dev.gengate.proof.servers.Ports;
import io.restassured.RestAssured;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A sandbox as a process of its own, on free ports, that is ready. */
final class RunningSandbox implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofMinutes(5);

    private final int http = Ports.free();
    private final int kafka = Ports.free();
    private final ChildProcess process;

    RunningSandbox(List<String> command, Path folder, Path log) {
        int management = Ports.free();
        process = new ChildProcess(
                command,
                Map.of(
                        "QUARKUS_HTTP_PORT", String.valueOf(http),
                        "QUARKUS_MANAGEMENT_PORT", String.valueOf(management),
                        "LOCAL_KAFKA_PORT", String.valueOf(kafka),
                        "LOCAL_SIMULATOR_PORT", String.valueOf(Ports.free()),
                        "LOCAL_POSTGRES_PORT", String.valueOf(Ports.free())),
                log);
        process.in(folder).start();
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> RestAssured.get("http://localhost:" + management + "/q/health/ready")
                                .statusCode()
                        == 200);
    }

    int http() {
        return http;
    }

    String kafka() {
        return "localhost:" + kafka;
    }

    @Override
    public void close() {
        process.close();
    }
}
