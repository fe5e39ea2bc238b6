package dev.gengate.proof.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.gengate.proof.audit.Evidence;
import dev.gengate.proof.audit.Forgery;
import dev.gengate.proof.audit.GatewayLogs;
import dev.gengate.proof.cluster.Told;
import dev.gengate.proof.faults.Disruption.Kind;
import dev.gengate.proof.simulator.client.ProviderTask;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A run that did less than it was to do is told from one that did all. */
class ExtentTest {
    private static final int GENERATIONS = 100;
    private static final int FORGERIES = 10;

    private final List<Told> told = new ArrayList<>(
            IntStream.range(0, GENERATIONS).mapToObj(ExtentTest::accepted).toList());
    private final List<ProviderTask> tasks = new ArrayList<>(
            IntStream.range(0, GENERATIONS).mapToObj(ExtentTest::task).toList());
    private final List<Forgery> forgeries = new ArrayList<>(IntStream.range(0, FORGERIES)
            .mapToObj(n -> new Forgery("wrong token", 404))
            .toList());
    private GatewayLogs logs = new GatewayLogs(GENERATIONS, List.of());
    private int unanswered;
    private Map<Kind, Integer> done = Map.of(Kind.KILL, 6, Kind.FREEZE, 2);

    @Test
    void aRunThatDidAllHasNoGaps() {
        assertEquals(List.of(), gaps());
    }

    @Test
    void aRequestWithoutAnAnswerIsAGap() {
        unanswered = 1;

        assertEquals(List.of("1 requests have no answer"), gaps());
    }

    @Test
    void aGenerationThatNobodyWasToldOfIsAGap() {
        told.remove(7);

        assertEquals(List.of("99 of 100 keys were told of their generation"), gaps());
    }

    @Test
    void aRefusalThatNamesNoGenerationIsAGap() {
        told.set(7, new Told("key-7", 401, null, null, null));

        assertEquals(List.of("99 of 100 keys were told of their generation"), gaps());
    }

    @Test
    void twoAnswersUnderOneKeyAreOneGeneration() {
        told.set(7, accepted(8));

        assertEquals(List.of("99 of 100 keys were told of their generation"), gaps());
    }

    @Test
    void aDisruptionThatDidNotComeAboutIsAGap() {
        done = Map.of(Kind.KILL, 5, Kind.FREEZE, 2);

        assertEquals(List.of("KILL: 5 of 6"), gaps());
    }

    @Test
    void aDisruptionOfWhichNoneCameAboutIsAGap() {
        done = Map.of(Kind.KILL, 6);

        assertEquals(List.of("FREEZE: 0 of 2"), gaps());
    }

    @Test
    void callbacksThatBehaveAreAGap() {
        tasks.subList(14, 20).clear();

        assertEquals(List.of("14 callbacks misbehaved"), gaps());
    }

    @Test
    void forgeriesThatReachedNobodyAreAGap() {
        forgeries.replaceAll(forgery -> new Forgery(forgery.kind(), 0));

        assertEquals(List.of("no forgery met a gateway"), gaps());
    }

    @Test
    void logsThatWereNotScannedAreAGap() {
        logs = GatewayLogs.of(List.of());

        assertEquals(List.of("0 lines were logged"), gaps());
    }

    private List<String> gaps() {
        return new Extent(GENERATIONS, FORGERIES, unanswered, Map.of(Kind.KILL, 6, Kind.FREEZE, 2), done)
                .gaps(new Evidence(told, tasks, List.of(), List.of(), forgeries, logs));
    }

    private static Told accepted(int number) {
        return new Told("key-" + number, 202, "id-" + number, "submitted", null);
    }

    /** One in five misbehaves. */
    private static ProviderTask task(int number) {
        return new ProviderTask(
                "task-" + number,
                "http://localhost/callbacks/kie/id-" + number + "/token",
                "model",
                "default",
                BigDecimal.TEN,
                JsonNodeFactory.instance.objectNode(),
                "success",
                "success",
                List.of(),
                List.of(),
                null,
                null,
                null,
                "200",
                0,
                60_000L,
                0,
                number < 20 ? List.of("no-callback") : List.of("slow=1000"),
                List.of());
    }
}
