package dev.gengate.queue;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.proof.gateway.GatewayCalls;
import dev.gengate.proof.gateway.PackagedGateway;
import dev.gengate.proof.ledger.Ledger;
import dev.gengate.proof.servers.Backends;
import dev.gengate.proof.servers.LocalPostgres;
import dev.gengate.proof.servers.Ports;
import dev.gengate.proof.simulator.client.KieSimulatorClient;
import io.restassured.response.ValidatableResponse;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two replicas of one ledger, one of which cannot send, or may not any more. */
@Tag("gate")
class ReplicasIT {
    private static final KieSimulatorClient provider = Backends.provider();
    private static Map<String, String> environment;
    private static PackagedGateway sound;

    @BeforeAll
    static void start() {
        provider.reset();
        environment = PackagedGateway.environment(LocalPostgres.shared(), Backends.kafka());
        environment.put("GATEWAY_PACE_LIMIT", "1000");
        environment.put("GATEWAY_PACE_MAX_RUNNING", "0");
        sound = PackagedGateway.start(environment).awaitReady();
    }

    @AfterAll
    static void stop() {
        sound.close();
    }

    @Test
    void replicaThatDoesNotReachTheProviderLeavesItsWorkToTheOthersAndDoesNotStopThem() throws SQLException {
        Map<String, String> cutOff = another();
        cutOff.put("GATEWAY_PROVIDER_KIE_URL", "http://localhost:" + Ports.free());
        try (PackagedGateway gateway = PackagedGateway.start(cutOff).awaitReady()) {
            String first = queued(gateway, "found that there is no way out");
            String meanwhile =
                    submit(sound, "meanwhile").statusCode(202).extract().path("id");

            IntStream.range(0, 10).forEach(i -> awaitSuccess(queued(gateway, "one of many " + i)));
            awaitSuccess(first);
            awaitSuccess(meanwhile);

            assertEquals(0, number("select count(*) from pace where paused_until > '-infinity'"), "paused for all");
            long tries = gateway.log().stream()
                    .filter(line -> "UNREACHABLE".equals(line.at("/mdc/cause").asText()))
                    .count();
            assertTrue(tries >= 1 && tries <= 6, tries + " calls that could not come about");
        }
    }

    @Test
    void replicaThatIsToldToGoSendsNothingMoreAndAnotherOneDoesIt() {
        Map<String, String> leaving = another();
        leaving.put("QUARKUS_SHUTDOWN_DELAY", "4S");
        try (PackagedGateway gateway = PackagedGateway.start(leaving).awaitReady()) {
            submit(gateway, "while it stays").body("state", equalTo("submitted"));
            gateway.terminate();
            await().atMost(Duration.ofSeconds(10)).until(() -> gateway.readiness() == 503);

            String id = queued(gateway, "while it leaves");

            awaitSuccess(id);
            assertTrue(sound.transitions(id).contains("submitting"), "sent by the one that stays");
        }
    }

    private static Map<String, String> another() {
        Map<String, String> another = PackagedGateway.anotherReplica(environment);
        another.put("GATEWAY_PUBLIC_URL", "http://localhost:" + another.get("QUARKUS_HTTP_PORT"));
        return another;
    }

    private static String queued(PackagedGateway gateway, String prompt) {
        return submit(gateway, prompt)
                .body("state", equalTo("queued"))
                .extract()
                .path("id");
    }

    private static ValidatableResponse submit(PackagedGateway gateway, String prompt) {
        return gateway.ads()
                .body(GatewayCalls.prompt(prompt))
                .post("/v1/generations")
                .then()
                .statusCode(202);
    }

    private static void awaitSuccess(String id) {
        sound.ads()
                .header("Prefer", "wait=20")
                .get("/v1/generations/" + id)
                .then()
                .statusCode(200)
                .body("state", equalTo("succeeded"));
    }

    private static long number(String sql) {
        return Ledger.of(environment).number(sql);
    }
}
