package dev.gengate.proof.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gengate.proof.cluster.LedgerRow;
import dev.gengate.proof.faults.Disruption.Kind;
import dev.gengate.proof.gateway.CompletedEvent;
import dev.gengate.proof.gateway.Json;
import dev.gengate.proof.simulator.client.CallbackAttempt;
import dev.gengate.proof.simulator.client.ProviderTask;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What waited because of another's fault is told from what waited because of its own. Seconds since the load began. */
class PunctualityTest {
    private static final String ID = "0190f6c2-7b1e-7a90-8f2b-2f4f5f3f1a11";
    private static final int BEGUN = 1_000;
    private static final int ENDED = BEGUN + 2;

    private final List<Window> disruptions = new ArrayList<>();
    private List<ProviderTask> tasks = List.of(task(ENDED));
    private int settled = ENDED + 1;
    private int topicLimited;

    @Test
    void whatIsSettledAtOnceIsNotLate() {
        assertEquals(List.of(), late());
        assertEquals(1, punctuality().judged());
    }

    @Test
    void whatNothingConcernedIsLateAfterItsUsualTime() {
        settled = ENDED + 11;

        assertEquals(List.of(ID + ": 11.0 s after its end, nothing concerned it"), late());
    }

    @Test
    void whatHasToBeAskedForMayTakeLonger() {
        tasks = List.of(task(ENDED, "no-callback"));
        settled = ENDED + 29;
        assertEquals(List.of(), late());

        settled = ENDED + 31;
        assertEquals(List.of(ID + ": 31.0 s after its end, nothing concerned it"), late());
    }

    @Test
    void aDisruptionOfAllIsAnExcuseForAMinute() {
        disruptions.add(new Window(Kind.DATABASE_FULL, millis(BEGUN - 5), millis(BEGUN + 5)));
        settled = BEGUN + 5 + 60;
        assertEquals(List.of(), late());
        assertEquals(0, punctuality().judged());

        settled = BEGUN + 5 + 61;
        assertEquals(List.of(ID + ": 61.0 s after the last fault that concerned it"), late());
    }

    @Test
    void aDisruptionThatItMetWhileItWaitedForTheOneBeforeIsAnExcuseToo() {
        disruptions.add(new Window(Kind.FREEZE, millis(BEGUN), millis(BEGUN + 14)));
        disruptions.add(new Window(Kind.KILL, millis(BEGUN + 30), millis(BEGUN + 40)));
        settled = BEGUN + 40 + 59;

        assertEquals(List.of(), late());
    }

    @Test
    void aDisruptionThatCameWhenItWasLateAlreadyIsNoExcuse() {
        disruptions.add(new Window(Kind.KILL, millis(ENDED + 200), millis(ENDED + 210)));
        settled = ENDED + 215;

        assertEquals(2, late().size());
    }

    /** The question that tells of its end, too, may meet a disruption. */
    @Test
    void aDisruptionInItsUsualTimeIsAnExcuseAndLaterNone() {
        disruptions.add(new Window(Kind.DATABASE_STOP, millis(ENDED + 20), millis(ENDED + 25)));
        settled = ENDED + 31;
        assertEquals(List.of(ID + ": 31.0 s after its end, nothing concerned it"), late());

        tasks = List.of(task(ENDED, "no-callback"));
        assertEquals(List.of(), late());
    }

    @Test
    void aDisruptionOnceItIsOverAndAllIsAsUsualIsNoExcuse() {
        disruptions.add(new Window(Kind.KILL, millis(BEGUN - 20), millis(BEGUN - 6)));
        settled = ENDED + 11;

        assertEquals(1, late().size());
    }

    @Test
    void aBadCallerIsNoExcuse() {
        disruptions.add(new Window(Kind.HALF_BODIES, millis(BEGUN - 5), millis(BEGUN + 15)));
        settled = ENDED + 11;

        assertEquals(List.of(ID + ": 11.0 s after its end, nothing concerned it"), late());
    }

    @Test
    void aPoisonRecordMayWaitForItsTopicAndNotForLonger() {
        tasks = List.of(task(ENDED, ProviderFaults.POISON + "=50000"));
        topicLimited = ENDED + 500;
        settled = topicLimited + 59;
        assertEquals(List.of(), late());

        settled = topicLimited + 61;
        assertEquals(List.of(ID + ": 61.0 s after the last fault that concerned it"), late());
    }

    @Test
    void thePoisonRecordOfAnotherIsNoExcuse() {
        topicLimited = ENDED + 500;
        settled = topicLimited;

        assertEquals(2, late().size());
    }

    @Test
    void whatNobodyCanKnowMayWaitForItsDeadline() {
        tasks = List.of(task(ENDED, "no-callback", ProviderFaults.HANGS_FOR_EVER));
        settled = BEGUN + 1 + 75 + 60;

        assertEquals(List.of(), late());
    }

    /** The database was away whenever it called back, and recordInfo says nothing. */
    @Test
    void whatIsRefusedToBeToldAndCannotBeAskedForMayWaitForItsDeadline() {
        settled = ENDED + 70;
        tasks = List.of(task(200, ENDED, ProviderFaults.HANGS_FOR_EVER));
        assertEquals(2, late().size(), "it was told");

        tasks = List.of(task(503, ENDED, ProviderFaults.HANGS_FOR_EVER));
        assertEquals(List.of(), late());
    }

    @Test
    void oneThatWaitsForItsTaskIsLateToo() {
        tasks = List.of(task(BEGUN + 100));
        settled = BEGUN + 100;

        assertEquals(List.of(ID + ": 99.0 s after the last fault that concerned it"), late());
    }

    @Test
    void theAuditFindsIt() {
        settled = ENDED + 11;

        assertEquals(1, Audit.of(evidence()).count(Findings.Kind.LATE));
    }

    private List<String> late() {
        return punctuality().late();
    }

    private Punctuality punctuality() {
        return Punctuality.of(evidence());
    }

    private Evidence evidence() {
        LedgerRow row = new LedgerRow(ID, "key", "succeeded", "task", null, true, "ads", null);
        CompletedEvent event = new CompletedEvent(ID, Map.of(), "{}", 0, 0, millis(settled));
        Timeline timeline = new Timeline(Map.of("key", millis(BEGUN)), disruptions, millis(topicLimited));
        return new Evidence(
                List.of(), tasks, List.of(event), List.of(row), List.of(), GatewayLogs.of(List.of()), timeline);
    }

    /** One that ran for a second. */
    private static ProviderTask task(int ended, String... faults) {
        return task(200, ended, faults);
    }

    private static ProviderTask task(int answered, int ended, String... faults) {
        List<CallbackAttempt> callbacks = List.of(new CallbackAttempt(millis(ended), "report", 1, answered));
        return new ProviderTask(
                "task",
                "http://localhost/callbacks/kie/" + ID + "/token",
                "model",
                "default",
                BigDecimal.TEN,
                BigDecimal.ZERO,
                Json.object().put("prompt", "a lighthouse"),
                "success",
                "success",
                List.of(),
                List.of(),
                null,
                null,
                null,
                "200",
                millis(ended - 1),
                millis(ended),
                0,
                List.of(faults),
                callbacks);
    }

    private static long millis(int seconds) {
        return 1_000L * seconds;
    }
}
