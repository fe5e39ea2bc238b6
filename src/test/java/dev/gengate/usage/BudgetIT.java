package dev.gengate.usage;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.proof.cluster.Cluster;
import dev.gengate.proof.faults.Sabotage;
import dev.gengate.proof.faults.SabotagedBuild;
import dev.gengate.proof.gateway.GatewayCalls;
import dev.gengate.proof.gateway.GatewayProcess;
import dev.gengate.proof.gateway.PackagedGateway;
import dev.gengate.proof.ledger.Ledger;
import dev.gengate.proof.servers.Backends;
import dev.gengate.proof.servers.LocalPostgres;
import dev.gengate.proof.simulator.client.KieSimulatorClient;
import io.restassured.response.Response;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A budget over two replicas, one of which is killed and started again meanwhile: all of it is spent, and no more. */
@Tag("chaos")
class BudgetIT {
    private static final int SUBMITTERS = 64;
    private static final int BUDGET = 1_000;
    private static final int PRICE = 4;
    private static final int KILLS = 2;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** The credits of the budget from one kill to the next at least. */
    private static final int BETWEEN_KILLS = 100;
    /** The pause of each submitter; far longer while a replica starts: the budget has to outlast two starts. */
    private static final Duration PACE = Duration.ofMillis(100);

    private static final Duration PACE_WHILE_STARTING = Duration.ofSeconds(15);

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
    private final AtomicBoolean starting = new AtomicBoolean();
    private final AtomicBoolean overspent = new AtomicBoolean();

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
        double balance = provider.counts().balance().doubleValue();
        ExecutorService threads = Executors.newFixedThreadPool(SUBMITTERS + 1);
        try (PackagedGateway sound = PackagedGateway.start(environment).awaitReady()) {
            Map<String, String> other = PackagedGateway.anotherReplica(environment);
            mortal.set(PackagedGateway.start(other).awaitReady());
            URIs uris = new URIs(environment, other);
            List<Future<Set<String>>> running = submitters(threads, uris);
            Future<Long> most = threads.submit(() -> mostUsed(running));
            int kills = kill(other, running);
            Set<String> accepted = new HashSet<>();
            for (Future<Set<String>> one : running) {
                accepted.addAll(one.get());
            }

            assertEquals(KILLS, kills, "otherwise nothing was put to the test");
            assertEquals(BUDGET, most.get(), "used at any time");
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
            double charged = balance - provider.counts().balance().doubleValue();
            assertTrue(charged <= BUDGET, "charged by the provider: " + charged);
        } finally {
            threads.shutdownNow();
            if (mortal.get() != null) {
                mortal.get().close();
            }
        }
    }

    /** The proof of the proof: where a budget counts what has ended alone, the same sampler finds more than there is. */
    @Test
    void withoutTheReservationMoreIsSpent(@TempDir Path copy) {
        provider.reset();
        // makes the tables: Flyway does not find their files in the copy
        PackagedGateway.start(environment).awaitReady().close();
        Path sabotaged = SabotagedBuild.of(Cluster.APPLICATION, copy, Sabotage.BUDGET);
        List<String> command = GatewayProcess.packagedJar(sabotaged, "-XX:TieredStopAtLevel=1");
        ExecutorService threads = Executors.newFixedThreadPool(SUBMITTERS);
        try (PackagedGateway gateway = PackagedGateway.start(environment, Path.of(""), command)) {
            gateway.awaitReady();

            long most = mostUsed(submitters(threads, new URIs(environment, environment)));

            assertTrue(most > BUDGET, "used at any time: " + most);
        } finally {
            threads.shutdownNow();
        }
    }

    private List<Future<Set<String>>> submitters(ExecutorService threads, URIs uris) {
        List<Future<Set<String>>> running = new ArrayList<>();
        for (int i = 0; i < SUBMITTERS; i++) {
            String name = "submitter-" + i;
            running.add(threads.submit(() -> untilRefused(name, uris)));
        }
        return running;
    }

    /** Kills one replica twice in the midst of submissions; how often it did. */
    private int kill(Map<String, String> other, List<Future<Set<String>>> running) {
        int kills = 0;
        long next = BETWEEN_KILLS;
        while (kills < KILLS && !ended(running)) {
            if (ledger.number(USED) > next) {
                kills++;
                starting.set(true);
                mortal.get().kill();
                mortal.set(PackagedGateway.start(other));
                mortal.get().awaitReady();
                starting.set(false);
                next = ledger.number(USED) + BETWEEN_KILLS;
            }
        }
        return kills;
    }

    /** Looks all the time, also while a replica starts, whether more is out than may be. */
    private long mostUsed(List<Future<Set<String>>> running) {
        long most = 0;
        while (!ended(running)) {
            most = Math.max(most, ledger.number(USED));
            overspent.set(most > BUDGET);
        }
        return Math.max(most, ledger.number(USED));
    }

    private static boolean ended(List<Future<Set<String>>> running) {
        return running.stream().allMatch(Future::isDone);
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
        long end = System.nanoTime() + PATIENCE.toNanos();
        Set<String> ids = new HashSet<>();
        for (int number = 0, tries = 0; ; tries++) {
            Response answer = submit(tries % 2 == 0 ? uris.sound : uris.mortal, name + "-" + number);
            if (answer != null && answer.statusCode() == 202) {
                ids.add(answer.path("id"));
                number++;
                if (overspent.get()) {
                    return ids;
                }
            } else if (answer != null && answer.statusCode() == 429) {
                assertEquals("urn:gengate:problem:budget-exceeded", answer.path("type"));
                return ids;
            } else {
                assertTrue(answer == null || answer.statusCode() == 503, () -> answer.statusCode() + answer.asString());
                assertTrue(System.nanoTime() < end, "answered neither 202 nor 429 in time");
            }
            LockSupport.parkNanos((starting.get() ? PACE_WHILE_STARTING : PACE).toNanos());
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
        } catch (Exception nobody) { // REST Assured throws what it does not declare
            return null;
        }
    }
}
