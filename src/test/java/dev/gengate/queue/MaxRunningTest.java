package dev.gengate.queue;

import static dev.gengate.proof.gateway.GatewayCalls.ended;
import static dev.gengate.proof.gateway.GatewayCalls.prompt;
import static dev.gengate.proof.gateway.GatewayCalls.submit;
import static dev.gengate.proof.gateway.GatewayCalls.submitted;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.proof.simulator.client.ProviderRequest;
import dev.gengate.proof.simulator.client.ProviderTask;
import dev.gengate.support.GatewayTest;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The bound on tasks at the provider, and, since it lets through one at a time, the order in which they go. */
@QuarkusTest
@TestProfile(MaxRunningTest.Three.class)
class MaxRunningTest extends GatewayTest {

    /** Three tasks at a time, of a limit that has room for all. */
    public static class Three implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("gateway.pace.limit", "100", "gateway.pace.max-running", "3");
        }
    }

    @BeforeEach
    void nothingRuns() {
        nothingIsOpen();
    }

    @Test
    void neverMoreThanThreeTasksAreOpenHoweverManyComeAtOnce() {
        provider.completesAfter(Duration.ofMillis(200));

        List<String> ids = IntStream.range(0, 20)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> submitted("at once " + i)))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        ids.forEach(id -> ended(id).body("state", equalTo("succeeded")));
        List<ProviderTask> tasks = provider.tasks();
        assertEquals(20, tasks.size());
        long most = tasks.stream()
                .mapToLong(task -> open(tasks, task.createdAt()))
                .max()
                .orElseThrow();
        assertTrue(most <= 3, most + " tasks were open at one time");
    }

    private static long open(List<ProviderTask> tasks, long time) {
        return tasks.stream()
                .filter(task -> task.createdAt() <= time && time < task.completedAt())
                .count();
    }

    @Test
    void highIsSentBeforeNormalBeforeLowAndTheOlderOneFirst() {
        provider.completesAfter(Duration.ofMillis(50));
        List<String> running = List.of(submitted("[sim:never-finishes] one"), submitted("[sim:never-finishes] two"));
        running.forEach(this::awaitTask);
        holdTheQueue();
        List<String> low = twice("low");
        List<String> normal = twice("normal");
        List<String> high = twice("high");

        releaseTheQueue();

        List<String> all = Stream.of(high, normal, low).flatMap(List::stream).toList();
        all.forEach(id -> ended(id).body("state", equalTo("succeeded")));
        assertEquals(
                all,
                provider.requests().stream()
                        .map(ProviderRequest::generationId)
                        .filter(all::contains)
                        .toList());
        running.forEach(id -> provider.finishes(provider.taskOf(id).taskId()));
        running.forEach(id -> ended(id).body("state", equalTo("succeeded")));
    }

    private void awaitTask(String id) {
        await().until(() -> !provider.tasksOf(id).isEmpty());
    }

    private static List<String> twice(String priority) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            String body = prompt(priority + " " + i).replaceFirst("\\{", "{\"priority\":\"" + priority + "\",");
            ids.add(submit(body)
                    .statusCode(202)
                    .body("state", equalTo("queued"))
                    .extract()
                    .path("id"));
        }
        return ids;
    }
}
