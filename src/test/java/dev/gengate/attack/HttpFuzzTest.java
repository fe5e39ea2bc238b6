package dev.gengate.attack;

import static dev.gengate.support.GatewayCalls.submitted;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.support.GatewayTest;
import dev.gengate.support.ProviderTask;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * Requests out of {@link FuzzedRequests} over the wire. None is answered 5xx, none makes the gateway talk about itself.
 * {@code -Dfuzz.cases=N} tries longer, {@code -Dfuzz.seed=S} repeats: a case depends on the seed and its number alone.
 */
@QuarkusTest
class HttpFuzzTest extends GatewayTest {
    private static final int CASES = Integer.getInteger("fuzz.cases", 10_000);
    /** Most of the time goes into waiting for answers that do not come. */
    private static final int CLIENTS = 32;

    private final long seed = Long.getLong("fuzz.seed", System.nanoTime());

    @Test
    void spoiltRequestsAreNeverADefect() throws Exception {
        System.out.println("HttpFuzzTest: repeat with -Dfuzz.seed=" + seed);
        ProviderTask task = provider.taskOf(submitted("[sim:never-finishes] fuzzed"));
        FuzzedRequests requests =
                new FuzzedRequests(URI.create(task.callBackUrl()).getPath(), provider.callbackBody(task.taskId()));

        int tried = tried(requests);

        assertEquals(CASES, tried);
        assertEquals(0, numberInLedger("select count(*) from generation where caller not in ('ads', 'shop')"));
    }

    private int tried(FuzzedRequests requests) throws InterruptedException, ExecutionException {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<Integer>> running = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                int first = client;
                running.add(clients.submit(() -> tried(requests, first)));
            }
            int tried = 0;
            for (Future<Integer> ended : running) {
                tried += ended.get();
            }
            return tried;
        } finally {
            clients.shutdownNow();
        }
    }

    private int tried(FuzzedRequests requests, int first) throws IOException {
        int tried = 0;
        try (FuzzClient client = new FuzzClient()) {
            for (int number = first; number < CASES; number += CLIENTS) {
                byte[] request = requests.next(new SplittableRandom(seed + number));
                assertNoDefect(seed + " case " + number, request, client.send(request));
                tried++;
            }
        }
        return tried;
    }

    private static void assertNoDefect(String place, byte[] request, RawAnswer answer) {
        assertTrue(answer.status() < 500, () -> place + ": " + answer + new String(request, ISO_8859_1));
        assertFalse(BadInputTest.INSIDES.matcher(answer.text()).find(), () -> place + ": " + answer);
    }
}
