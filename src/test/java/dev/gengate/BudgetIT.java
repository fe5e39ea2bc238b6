package dev.gengate;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.proof.gateway.GatewayCalls;
import dev.gengate.proof.gateway.PackagedGateway;
import dev.gengate.proof.ledger.Ledger;
import dev.gengate.proof.servers.Backends;
import dev.gengate.proof.servers.LocalPostgres;
import dev.gengate.proof.simulator.client.KieSimulatorClient;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A budget over two replicas, one of which is killed and started again meanwhile: all of it is spent, and no more. */
@Tag("chaos")
class BudgetIT {
    private static final int SUBMITTERS = 64;
    private static final int BUDGET = 1_000;
    private static final int PRICE = 4;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final String USED =
            """
            select greatest(
                (select coalesce(sum(reserved + spent), 0) from budget where period = 'day')
                    + (select coalesce(sum(spent - released), 0) from budget_end),
                (select coalesce(sum(credits), 0) from generation where state <> 'failed'))""";

    private static final String RUNNING =
            "select count(*) from generation where state in ('queued', 'submitting', 'submitted')";

    private final KieSimulatorClient provider = Backends.provider();
    private final Map<String, String> environment = environment();
    private final Ledger ledger = Ledger.of(environment);
    private final AtomicReference<PackagedGateway> mortal = new AtomicReference<>();

    private static Map<String, String> environment() {
        Map<String, String> environment = PackagedGateway.environment(LocalPostgres.shared(), Backends.kafka());
        environment.put("GATEWAY_PACE_LIMIT", "1000");
        environment.put("GATEWAY_PACE_MAX_RUNNING", "0");
        environment.put("GATEWAY_PROVIDER_KIE_READ_TIMEOUT", "2S");
        environment.put("GATEWAY_RECONCILE_AFTER", "2S");
        environment.put("GATEWAY_CALLERS__ADS__BUDGET_DAY", String.valueOf(BUDGET));
        return environment;
    }

    @Test
    void manySubmittersOverReplicasThatDieSpendAllOfItAndNoMore() throws Exception {
        provider.reset();
        ExecutorService threads = Executors.newFixedThreadPool(SUBMITTERS);
        try (PackagedGateway sound = PackagedGateway.start(environment).awaitReady()) {
            Map<String, String> other = PackagedGateway.anotherReplica(environment);
            mortal.set(PackagedGateway.start(other).awaitReady());
            URIs uris = new URIs(environment, other);
            List<Future<Set<String>>> running = new ArrayList<>();
            for (int i = 0; i < SUBMITTERS; i++) {
                String name = "submitter-" + i;
                running.add(threads.submit(() -> untilRefused(name, uris)));
            }
            kill(other, running);
            Set<String> accepted = new HashSet<>();
            for (Future<Set<String>> one : running) {
                accepted.addAll(one.get());
            }

            assertEquals(BUDGET / PRICE, accepted.size());
            assertEquals(BUDGET, ledger.number(USED));
            assertEquals(200, sound.readiness());
            await().atMost(PATIENCE).until(() -> ledger.number(RUNNING) == 0);
            long succeeded = ledger.number("select count(*) from generation where state = 'succeeded'");
            long lost = ledger.number("select count(*) from generation where state = 'unconfirmed'");
            assertEquals(BUDGET / PRICE, succeeded + lost);
            assertEquals(BUDGET, ledger.number(USED), "what may have been paid for is still reserved");
            long made = provider.tasks().size();
            assertTrue(made >= succeeded && made <= BUDGET / PRICE, made + " tasks of " + succeeded + " successes");
            mortal.get().close();
        } finally {
            threads.shutdownNow();
        }
    }

    /** Kills one replica a few times while somebody looks whether more is out than may be. */
    private void kill(Map<String, String> other, List<Future<Set<String>>> running) {
        int kills = 0;
        while (!running.stream().allMatch(Future::isDone)) {
            long used = ledger.number(USED);
            assertTrue(used <= BUDGET, "used: " + used);
            if (used > (kills + 1) * BUDGET / 4 && kills < 2) {
                kills++;
                mortal.get().kill();
                mortal.set(PackagedGateway.start(other).awaitReady());
            }
        }
    }

    /** Where the replicas are. */
    private record URIs(String sound, String mortal) {
        URIs(Map<String, String> sound, Map<String, String> mortal) {
            this(
                    "http://localhost:" + sound.get("QUARKUS_HTTP_PORT"),
                    "http://localhost:" + mortal.get("QUARKUS_HTTP_PORT"));
        }
    }

    /** What was accepted of one submitter; a request without an answer is sent again with its key. */
    private Set<String> untilRefused(String name, URIs uris) {
        Set<String> ids = new HashSet<>();
        for (int number = 0, tries = 0; ; tries++) {
            Response answer = submit(tries % 2 == 0 ? uris.sound : uris.mortal, name + "-" + number);
            if (answer != null && answer.statusCode() == 202) {
                ids.add(answer.path("id"));
                number++;
            } else if (answer != null && answer.statusCode() == 429) {
                assertEquals("urn:gengate:problem:budget-exceeded", answer.path("type"));
                return ids;
            }
        }
    }

    /** Null: nobody answered. */
    private static Response submit(String uri, String key) {
        try {
            return GatewayCalls.ads()
                    .baseUri(uri)
                    .header("Idempotency-Key", key)
                    .header("Prefer", "respond-async")
                    .contentType("application/json")
                    .body(GatewayCalls.prompt("within the budget"))
                    .post("/v1/generations");
        } catch (RuntimeException nobody) {
            return null;
        }
    }
}
