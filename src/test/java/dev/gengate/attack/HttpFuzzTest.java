package dev.gengate.attack;

import static dev.gengate.proof.gateway.GatewayCalls.submitted;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.proof.attack.FuzzCase;
import dev.gengate.proof.attack.FuzzClient;
import dev.gengate.proof.attack.FuzzEnd;
import dev.gengate.proof.attack.FuzzedRequests;
import dev.gengate.proof.attack.RawHttp;
import dev.gengate.proof.servers.Backends;
import dev.gengate.proof.simulator.client.ProviderTask;
import dev.gengate.support.GatewayTest;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * Requests out of {@link FuzzedRequests} over the wire. Each is answered or closed, once it is complete; none is answered
 * 5xx (but 503 while the ledger is busy, and not when sent again), none makes the gateway talk about itself. That none
 * failed behind its answer, LeakScan reads in the log.
 * {@code -Dfuzz.cases=N} tries longer, {@code -Dfuzz.seed=S} repeats: a case depends on the seed and its number alone.
 */
@QuarkusTest
class HttpFuzzTest extends GatewayTest {
    private static final int CASES = Integer.getInteger("fuzz.cases", 10_000);
    /** Most of the time goes into waiting for answers that do not come. */
    private static final int CLIENTS = 32;

    private final Queue<FuzzCase> putOff = new ConcurrentLinkedQueue<>();
    private final long seed = Long.getLong("fuzz.seed", System.nanoTime());

    @Test
    void spoiltRequestsAreNeverADefect() throws Exception {
        System.out.println("HttpFuzzTest: repeat with -Dfuzz.seed=" + seed);
        ProviderTask task = provider.taskOf(submitted("[sim:never-finishes] fuzzed"));
        FuzzedRequests requests =
                new FuzzedRequests(URI.create(task.callBackUrl()).getPath(), provider.callbackBody(task.taskId()));

        Map<FuzzEnd, Integer> ends = tried(requests);

        System.out.println("HttpFuzzTest: " + ends + ", put off " + putOff.size() + ", with -Dfuzz.seed=" + seed);
        assertEquals(CASES, ends.values().stream().mapToInt(count -> count).sum(), "each ended");
        assertTrue(ends.get(FuzzEnd.ANSWERED) > CASES / 2, ends::toString);
        putOff.forEach(HttpFuzzTest::assertAnsweredWhenSentAgain);
        assertEquals(0, numberInLedger("select count(*) from generation where caller not in ('ads', 'shop')"));
    }

    /** By itself, in a quiet moment: what is put off for another reason than that it was none is a defect. */
    private static void assertAnsweredWhenSentAgain(FuzzCase late) {
        await(late.toString()).atMost(Duration.ofMinutes(1)).until(() -> {
            Queue<FuzzCase> again = new ConcurrentLinkedQueue<>();
            try (FuzzClient client = new FuzzClient(new RawHttp(Backends.gateway(), 0, 0), again)) {
                client.send(late);
                client.settle();
            }
            return again.isEmpty();
        });
    }

    private Map<FuzzEnd, Integer> tried(FuzzedRequests requests) throws InterruptedException, ExecutionException {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<Map<FuzzEnd, Integer>>> running = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                int first = client;
                running.add(clients.submit(() -> tried(requests, first)));
            }
            Map<FuzzEnd, Integer> tried = new EnumMap<>(FuzzEnd.class);
            for (Future<Map<FuzzEnd, Integer>> ended : running) {
                ended.get().forEach((end, count) -> tried.merge(end, count, Integer::sum));
            }
            return tried;
        } finally {
            clients.shutdownNow();
        }
    }

    private Map<FuzzEnd, Integer> tried(FuzzedRequests requests, int first) throws IOException {
        try (FuzzClient client = new FuzzClient(new RawHttp(Backends.gateway(), 0, 0), putOff)) {
            for (int number = first; number < CASES; number += CLIENTS) {
                byte[] request = requests.next(new SplittableRandom(seed + number));
                client.send(new FuzzCase(seed + " case " + number, request));
            }
            client.settle();
            return client.ends();
        }
    }
}
