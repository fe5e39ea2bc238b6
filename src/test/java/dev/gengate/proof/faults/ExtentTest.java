package dev.gengate.proof.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

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
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

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
        assertEquals(List.of(), found());
    }

    private static Stream<Arguments> gaps() {
        return Stream.of(
                gap("a request without an answer", "1 requests have no answer", test -> test.unanswered = 1),
                gap(
                        "a generation that nobody was told of",
                        "99 of 100 keys were told of their generation",
                        test -> test.told.remove(7)),
                gap(
                        "a refusal that names no generation",
                        "99 of 100 keys were told of their generation",
                        test -> test.told.set(7, new Told("key-7", 401, null, null, null))),
                gap(
                        "two answers under one key are one generation",
                        "99 of 100 keys were told of their generation",
                        test -> test.told.set(7, accepted(8))),
                gap(
                        "a disruption that did not come about",
                        "KILL: 5 of 6",
                        test -> test.done = Map.of(Kind.KILL, 5, Kind.FREEZE, 2)),
                gap(
                        "a disruption of which none came about",
                        "FREEZE: 0 of 2",
                        test -> test.done = Map.of(Kind.KILL, 6)),
                gap("callbacks that behave", "14 callbacks misbehaved", test -> test.tasks
                        .subList(14, 20)
                        .clear()),
                gap(
                        "forgeries that reached nobody",
                        "no forgery met a gateway",
                        test -> test.forgeries.replaceAll(forgery -> new Forgery(forgery.kind(), 0))),
                gap(
                        "logs that were not scanned",
                        "0 lines were logged",
                        test -> test.logs = GatewayLogs.of(List.of())));
    }

    private static Arguments gap(String what, String said, Consumer<ExtentTest> doing) {
        return arguments(what, said, doing);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("gaps")
    void whatWasNotDoneIsAGap(String what, String said, Consumer<ExtentTest> doing) {
        doing.accept(this);

        assertEquals(List.of(said), found());
    }

    private List<String> found() {
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
                BigDecimal.ZERO,
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
