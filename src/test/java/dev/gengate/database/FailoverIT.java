package dev.gengate.database;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.proof.gateway.GatewayCalls;
import dev.gengate.proof.gateway.PackagedGateway;
import dev.gengate.proof.ledger.Ledger;
import dev.gengate.proof.servers.Backends;
import dev.gengate.proof.servers.LocalPostgres;
import dev.gengate.proof.servers.TcpSwitch;
import dev.gengate.proof.simulator.client.KieSimulatorClient;
import dev.gengate.proof.simulator.client.ProviderTask;
import io.restassured.response.Response;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The primary is killed under submissions when its standby is seconds behind, and the standby takes its place. */
@Tag("chaos")
class FailoverIT {
    private static final int CLIENTS = 4;
    private static final String UNKNOWN = "gateway_callbacks_total{verdict=\"unknown\"}";
    private static final Duration IN_STEP = Duration.ofSeconds(2);
    private static final Duration BEHIND = Duration.ofSeconds(2);

    private final KieSimulatorClient provider = Backends.provider();
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    @Test
    void withASynchronousStandbyNothingIsLostThatACallerWasTold() throws Exception {
        provider.reset();
        try (LocalPostgres primary = LocalPostgres.start(0, Map.of());
                LocalPostgres standby = primary.standby();
                TcpSwitch address = TcpSwitch.to(primary.port())) {
            Map<String, String> environment = environment(primary, address);
            primary.execute("postgres", "alter system set synchronous_standby_names = '*'");
            primary.execute("postgres", "select pg_reload_conf()");
            try (PackagedGateway gateway = PackagedGateway.start(environment).awaitReady()) {
                standby.freeze();
                await("commits wait for a standby that is not there")
                        .atMost(Duration.ofSeconds(40))
                        .until(() -> gateway.readiness() == 503);
                standby.thaw();
                await().atMost(Duration.ofSeconds(40)).until(() -> gateway.readiness() == 200);

                failOver(gateway, primary, standby, address);

                assertEquals(Set.of(), lost(standby, environment.get("GATEWAY_DB_NAME")));
                submit(gateway, "it goes on").then().statusCode(202);
            }
        }
    }

    @Test
    void withAnAsynchronousStandbyTheLastSecondsAreLostAndTheirCallbacksAreCounted() throws Exception {
        provider.reset();
        try (LocalPostgres primary = LocalPostgres.start(0, Map.of());
                LocalPostgres standby = primary.standby();
                TcpSwitch address = TcpSwitch.to(primary.port())) {
            Map<String, String> environment = environment(primary, address);
            try (PackagedGateway gateway = PackagedGateway.start(environment).awaitReady()) {
                failOver(gateway, primary, standby, address);

                Set<String> lost = lost(standby, environment.get("GATEWAY_DB_NAME"));
                assertFalse(lost.isEmpty(), "the standby was behind");
                ProviderTask task = provider.taskOf(lost.iterator().next());
                double before = gateway.metrics().sum(UNKNOWN);
                GatewayCalls.callback(task.callBackUrl(), provider.callbackBody(task.taskId()))
                        .then()
                        .statusCode(200);
                assertEquals(before + 1, gateway.metrics().sum(UNKNOWN));
            }
        }
    }

    private static Map<String, String> environment(LocalPostgres primary, TcpSwitch address) {
        Map<String, String> environment = PackagedGateway.environment(primary, Backends.kafka());
        environment.put("GATEWAY_DB_HOST", "127.0.0.1");
        environment.put("GATEWAY_DB_PORT", Integer.toString(address.port()));
        environment.put("GATEWAY_PACE_LIMIT", "100000");
        environment.put("GATEWAY_PACE_MAX_RUNNING", "0");
        return environment;
    }

    private void failOver(PackagedGateway gateway, LocalPostgres primary, LocalPostgres standby, TcpSwitch address)
            throws InterruptedException {
        ExecutorService clients = Executors.newScheduledThreadPool(CLIENTS);
        IntStream.range(0, CLIENTS)
                .forEach(client -> clients.execute(() -> {
                    while (!clients.isShutdown()) {
                        Response answer = submit(gateway, "[sim:no-callback] before the failover");
                        if (answer.statusCode() == 202) {
                            told.add(answer.path("id"));
                        }
                    }
                }));
        await().atMost(Duration.ofSeconds(60)).until(() -> !told.isEmpty());
        passes(IN_STEP);
        standby.stop();
        passes(BEHIND);
        primary.kill();
        clients.shutdown();
        assertTrue(clients.awaitTermination(20, TimeUnit.SECONDS));
        standby.start();
        standby.execute("postgres", "select pg_promote()");
        address.turnTo(standby.port());
        await().atMost(Duration.ofSeconds(60)).until(() -> gateway.readiness() == 200);
    }

    private static void passes(Duration time) {
        await().pollDelay(time).atMost(time.plusSeconds(5)).until(() -> true);
    }

    private static Response submit(PackagedGateway gateway, String prompt) {
        return gateway.ads().body(GatewayCalls.prompt(prompt)).post("/v1/generations");
    }

    /** What a caller was told and the new primary does not have. */
    private Set<String> lost(LocalPostgres primary, String database) throws SQLException {
        Set<String> lost = new HashSet<>(told);
        Ledger.of(primary, database).values("select id from generation").forEach(lost::remove);
        System.out.printf("told %d, of these lost %d%n", told.size(), lost.size());
        return lost;
    }
}
