package dev.gengate.proof.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gengate.proof.audit.Findings.Kind;
import dev.gengate.proof.cluster.LedgerRow;
import dev.gengate.proof.cluster.ReplicaEnvironment;
import dev.gengate.proof.cluster.StoredObject;
import dev.gengate.proof.cluster.Told;
import dev.gengate.proof.cluster.UsageRow;
import dev.gengate.proof.gateway.CompletedEvent;
import dev.gengate.proof.gateway.Json;
import dev.gengate.proof.simulator.client.CallbackAttempt;
import dev.gengate.proof.simulator.client.ProviderTask;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every kind of violation, planted into evidence that is otherwise sound, is found. */
class AuditTest {
    private static final String ID = "0190f6c2-7b1e-7a90-8f2b-2f4f5f3f1a11";
    private static final String OTHER_ID = "0190f6c2-7b1e-7a90-8f2b-2f4f5f3f1a22";
    private static final String OBJECT = "s3://results/1.png";
    private static final BigDecimal PRICE = BigDecimal.valueOf(4);
    private static final String IMAGE = "https://tempfile.example/f/1.png";

    private final List<Told> told = new ArrayList<>(List.of(new Told("key", 202, ID, "submitted", "task")));
    private final List<ProviderTask> tasks = new ArrayList<>(List.of(task("task", ID, "success")));
    private final List<CompletedEvent> events = new ArrayList<>(List.of(succeeded(IMAGE)));
    private final List<LedgerRow> rows = new ArrayList<>(List.of(row("succeeded", null, true)));
    private final List<Forgery> forgeries = new ArrayList<>(List.of(new Forgery("wrong token", 404)));
    private Kept kept = Kept.NOTHING;
    private Spending spending = Spending.NONE;
    private Consumed consumed = Consumed.NOTHING;
    private GatewayLogs logs = GatewayLogs.of(List.of());

    @TempDir
    Path folder;

    @Test
    void soundEvidenceHasNoFindings() {
        assertTrue(audit().none());
    }

    @Test
    void equalDuplicatesAreAllowed() {
        events.add(succeeded(IMAGE));

        assertTrue(audit().none());
    }

    private static Stream<Arguments> planted() {
        return Stream.of(
                planted("an accepted generation without event", Kind.LOST, test -> test.events.clear()),
                planted(
                        "a paid task without event",
                        Kind.LOST,
                        test -> test.tasks.add(task("unknown", OTHER_ID, "success"))),
                planted(
                        "two tasks of one generation",
                        Kind.PAID_TWICE,
                        test -> test.tasks.add(task("second", ID, "success"))),
                planted(
                        "two generations of one prompt",
                        Kind.PAID_TWICE,
                        test -> test.tasks.add(task("second", OTHER_ID, "success", "of " + ID))),
                planted(
                        "a success with the images of another task",
                        Kind.CONTRADICTORY,
                        test -> test.events.set(0, succeeded("https://tempfile.example/f/other.png"))),
                planted(
                        "a failure of a successful task",
                        Kind.CONTRADICTORY,
                        test -> test.ends("failed", failed("500", "callback", "2026-01-01T00:00:05Z"))),
                planted(
                        "an expiry once the task had ended",
                        Kind.CONTRADICTORY,
                        test -> test.ends(
                                "expired", event("expired", Json.object().put("completedAt", "2026-01-01T00:00:05Z")))),
                planted(
                        "a client that was told another end",
                        Kind.CONTRADICTORY,
                        test -> test.told.add(new Told("key", 200, ID, "failed", "task"))),
                planted(
                        "one key with two generations",
                        Kind.CONTRADICTORY,
                        test -> test.told.add(new Told("key", 202, OTHER_ID, "queued", null))),
                planted(
                        "an open or unpublished row",
                        Kind.UNSETTLED,
                        test -> test.rows.set(0, row("succeeded", null, false))),
                planted(
                        "an accepted forgery",
                        Kind.FORGED,
                        test -> test.forgeries.add(new Forgery("token of another", 200))),
                planted(
                        "what a forgery said, on the topic",
                        Kind.FORGED,
                        test -> test.events.set(0, succeeded("https://" + Forgery.MARK + "/image.png"))));
    }

    private static Arguments planted(String what, Kind kind, Consumer<AuditTest> planting) {
        return arguments(what, kind, planting);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("planted")
    void whatIsPlantedIsFoundOnce(String what, Kind kind, Consumer<AuditTest> planting) {
        planting.accept(this);

        assertEquals(1, audit().count(kind));
    }

    @Test
    void tasksOfModelsThatTakeNoPromptAreNotOfOnePrompt() {
        tasks.set(0, task("task", ID, "success", ""));
        tasks.add(task("second", OTHER_ID, "success", ""));

        assertEquals(0, audit().count(Kind.PAID_TWICE));
    }

    @Test
    void aSuccessOfNothingIsRightlyFailed() {
        tasks.set(0, task("task", ID, "success", "of " + ID, List.of()));
        ends("failed", failed("no_result", "callback", "2026-01-01T00:00:05Z"));

        assertTrue(audit().none());
    }

    @Test
    void twoDifferentEventsContradict() {
        events.add(failed("500", "callback", "2026-01-01T00:00:05Z"));

        assertTrue(audit().count(Kind.CONTRADICTORY) > 0);
    }

    @Test
    void aTaskOfAnotherAccountIsUntrue() {
        ObjectNode data =
                Json.object().put("taskId", "task").put("account", "another").put("resolvedBy", "callback");
        data.putArray("results").add(result(IMAGE));
        ends("succeeded", event("succeeded", data));

        assertEquals(1, audit().count(Kind.CONTRADICTORY));
    }

    @Test
    void unconfirmedIsTrueOnlyIfNoCallbackHadBeenAcknowledged() {
        ends("failed", failed("submission_unconfirmed", "deadline", "1970-01-01T00:00:01Z"));
        assertTrue(audit().none());

        ends("failed", failed("submission_unconfirmed", "deadline", "2026-01-01T00:00:05Z"));
        assertEquals(1, audit().count(Kind.CONTRADICTORY));
    }

    @Test
    void whatAGatewayMayLogIsNoLeak() throws IOException {
        logged("generation " + ID + " succeeded, task 03fee753, by callback");

        assertTrue(audit().none());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization: Bearer " + ReplicaEnvironment.CALLER_KEY,
                "POST /callbacks/kie/" + ID + "/0123456789abcdefghijklmnopqrstuvwxyz-ABCDEF answered 404",
                "a lighthouse for \"key\"",
                IMAGE
            })
    void whatAGatewayMustNotLogIsFound(String secret) throws IOException {
        logged("2026-01-01 00:00:00,000 INFO  [dev.gengate.transition] (main) " + secret);

        assertEquals(1, audit().count(Kind.LEAKED));
    }

    private void logged(String line) throws IOException {
        logs = GatewayLogs.of(List.of(Files.writeString(folder.resolve("replica-1.1.log"), line)));
    }

    @Test
    void whatIsKeptAndNamedIsSound() {
        keeps(stored("hash"), new StoredObject("hash", 7, 0));

        assertTrue(audit().none());
    }

    /** What the event and the row name, with what there is in the store. */
    private static Stream<Arguments> notKept() {
        return Stream.of(
                arguments("without the object", stored("hash"), null),
                arguments("of other bytes", stored("hash"), new StoredObject("damaged", 7, 0)),
                arguments(
                        "of other bytes, named by their own hash",
                        stored("damaged"),
                        new StoredObject("damaged", 7, 0)),
                arguments("cut off", stored("hash"), new StoredObject("hash", 3, 0)),
                arguments("put after the event", stored("hash"), new StoredObject("hash", 7, 1)),
                arguments("of which nothing is named", null, new StoredObject("hash", 7, 0)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void notKept(String what, ObjectNode stored, StoredObject object) {
        keeps(stored, object);

        assertTrue(audit().count(Kind.NOT_KEPT) > 0);
    }

    @Test
    void anEventWithoutWhatIsStoredIsFollowedByOneOfItsStoring() {
        keeps(stored("hash"), new StoredObject("hash", 7, 0));
        CompletedEvent late = events.get(0);
        events.set(0, succeeded(IMAGE));
        assertEquals(1, audit().count(Kind.NOT_KEPT));

        kept = new Kept(List.of(late), kept.objects(), kept.files());
        assertTrue(audit().none());
    }

    @Test
    void anObjectThatNoRowNamesIsFound() {
        keeps(stored("hash"), new StoredObject("hash", 7, 0));
        Map<String, StoredObject> objects = new HashMap<>(kept.objects());
        objects.put("s3://results/left", new StoredObject("hash", 7, 0));
        kept = new Kept(List.of(), objects, kept.files());

        assertEquals(1, audit().count(Kind.UNNAMED));
    }

    private static ObjectNode stored(String sha256) {
        return Json.object().put("uri", OBJECT).put("sha256", sha256).put("bytes", 7);
    }

    private void keeps(ObjectNode stored, StoredObject object) {
        ObjectNode result = result(IMAGE);
        if (stored != null) {
            result.set("stored", stored);
        }
        ObjectNode data = Json.object().put("taskId", "task").put("resolvedBy", "callback");
        data.putArray("results").add(result);
        events.set(0, event("succeeded", data));
        rows.set(0, row("succeeded", "[" + Json.write(result) + "]", true));
        kept = new Kept(List.of(), object == null ? Map.of() : Map.of(OBJECT, object), Map.of("1.png", "hash"));
    }

    @Test
    void usageIsWhatWasCharged() {
        spends("ads", "default", "model", 4, 0);

        assertTrue(audit().none());
    }

    @ParameterizedTest
    @CsvSource({
        "shop, default, model, 4, 2",
        "ads, a1, model, 4, 2",
        "ads, default, another, 4, 2",
        "ads, default, model, 3, 1",
        "ads, default, model, 4.1, 1"
    })
    void creditsOfAnotherOrOtherCreditsAreMiscounted(
            String caller, String account, String model, double credits, int groups) {
        spends(caller, account, model, credits, 0);

        assertEquals(groups, audit().count(Kind.MISCOUNTED));
    }

    /** What they were charged is in no usage, and is the drift. */
    @ParameterizedTest
    @CsvSource({"0, 4, 0", "4, 0, 2", "0, 0, 1", "0, 8, 1"})
    void unconfirmedOnesAreTheDrift(double usage, double drift, int findings) {
        ends("failed", failed("submission_unconfirmed", "deadline", "1970-01-01T00:00:01Z"));
        tasks.set(0, task(PRICE, List.of("no-callback"), List.of()));
        spends("ads", "default", "model", usage, drift);

        assertEquals(findings, audit().count(Kind.MISCOUNTED));
    }

    /** A bill of 7 that nobody told is the price of 4; one that was told is 7. */
    @ParameterizedTest
    @CsvSource({"sparse, 4, 3, 0", "sparse, 7, 0, 2", "twice, 7, 0, 0", "twice, 4, 3, 2"})
    void billThatNobodyToldIsThePrice(String fault, double usage, double drift, int findings) {
        tasks.set(0, task(BigDecimal.valueOf(7), List.of(fault), tasks.get(0).callbacks()));
        spends("ads", "default", "model", usage, drift, 7);

        assertEquals(findings, audit().count(Kind.MISCOUNTED));
    }

    /** Its price is 4, until the provider says after all that it was 2. */
    @ParameterizedTest
    @CsvSource({"200, 2, 0, 0", "200, 4, -2, 2", "503, 4, -2, 0"})
    void whatADeadlineEndedIsThePriceUnlessItIsTold(int status, double usage, double drift, int findings) {
        ObjectNode data = Json.object().put("taskId", "task").put("resolvedBy", "deadline");
        ends("expired", event("expired", data.put("completedAt", "1970-01-01T00:00:01Z")));
        tasks.set(0, task(BigDecimal.valueOf(2), List.of(), List.of(new CallbackAttempt(60_000, "report", 1, status))));
        spends("ads", "default", "model", usage, drift, 2);

        assertEquals(findings, audit().count(Kind.MISCOUNTED));
    }

    /** Charged are 4. More than that is a refund that counts as paid in, and there was one of 4. */
    @ParameterizedTest
    @CsvSource({"4, 0, 0", "3, 0, 1", "0, 0, 1", "4, 1, 1", "8, 0, 0", "8, 4, 0", "8, 5, 1", "9, 0, 1"})
    void fallOfTheBalanceIsWhatWasCharged(double fall, double drift, int findings) {
        tasks.add(task("refunded", OTHER_ID, "fail", "of another", List.of(), BigDecimal.ZERO, List.of(), List.of()));
        spends("ads", "default", "model", 4, drift, fall);

        assertEquals(findings, audit().count(Kind.MISCOUNTED));
    }

    @ParameterizedTest
    @CsvSource({"succeeded, 0", "'', 1", "'succeeded succeeded', 1", "failed, 2"})
    void aConsumerAppliesEachGenerationOnceWithItsOutcome(String outcomes, int findings) {
        consumed = new Consumed(Stream.of(outcomes.split(" "))
                .filter(outcome -> !outcome.isEmpty())
                .map(outcome -> ID + " dev.gengate.generation." + outcome + ".v1")
                .toList());

        assertEquals(findings, audit().count(Kind.MISAPPLIED));
    }

    private void spends(String caller, String account, String model, double credits, double drift) {
        spends(caller, account, model, credits, drift, 4);
    }

    private void spends(String caller, String account, String model, double credits, double drift, double fall) {
        UsageRow row = new UsageRow(caller, account, model, BigDecimal.valueOf(credits));
        spending = new Spending(List.of(row), BigDecimal.valueOf(fall), BigDecimal.valueOf(drift));
    }

    private Findings audit() {
        return Audit.of(
                new Evidence(told, tasks, events, rows, forgeries, logs, Timeline.NONE, kept, spending, consumed));
    }

    private void ends(String state, CompletedEvent event) {
        told.clear();
        rows.set(0, row(state, null, true));
        events.set(0, event);
    }

    private static LedgerRow row(String state, String images, boolean published) {
        return new LedgerRow(ID, "key", state, "task", images, published, "ads", PRICE);
    }

    private static CompletedEvent succeeded(String image) {
        ObjectNode data = Json.object().put("taskId", "task").put("resolvedBy", "callback");
        data.putArray("results").add(result(image));
        return event("succeeded", data);
    }

    private static ObjectNode result(String image) {
        return Json.object().put("kind", "image").put("url", image);
    }

    private static CompletedEvent failed(String code, String resolvedBy, String completedAt) {
        ObjectNode data = Json.object().put("taskId", "task").put("resolvedBy", resolvedBy);
        data.putObject("failure").put("code", code);
        return event("failed", data.put("completedAt", completedAt));
    }

    private static CompletedEvent event(String outcome, ObjectNode data) {
        Map<String, String> headers = Map.of("ce_id", ID + ".completed", "ce_type", outcome);
        return new CompletedEvent(ID, headers, Json.write(data.put("outcome", outcome)), 0, 0, 0);
    }

    private static ProviderTask task(String taskId, String id, String outcome) {
        return task(taskId, id, outcome, "of " + id);
    }

    private static ProviderTask task(String taskId, String id, String outcome, String prompt) {
        return task(taskId, id, outcome, prompt, List.of(IMAGE));
    }

    private static ProviderTask task(String taskId, String id, String outcome, String prompt, List<String> images) {
        List<CallbackAttempt> callbacks = List.of(new CallbackAttempt(60_000, "report", 1, 200));
        return task(taskId, id, outcome, prompt, images, PRICE, List.of(), callbacks);
    }

    /** The task of the generation, with these faults. */
    private static ProviderTask task(BigDecimal charged, List<String> faults, List<CallbackAttempt> callbacks) {
        return task("task", ID, "success", "of " + ID, List.of(IMAGE), charged, faults, callbacks);
    }

    private static ProviderTask task(
            String taskId,
            String id,
            String outcome,
            String prompt,
            List<String> images,
            BigDecimal charged,
            List<String> faults,
            List<CallbackAttempt> callbacks) {
        String url = "http://localhost/callbacks/kie/" + id + "/token";
        ObjectNode input = Json.object().put("prompt", prompt);
        return new ProviderTask(
                taskId,
                url,
                "model",
                "default",
                charged,
                outcome.equals("fail") ? PRICE : BigDecimal.ZERO,
                input,
                outcome,
                outcome,
                images,
                images.stream().<JsonNode>map(AuditTest::result).toList(),
                NullNode.instance,
                null,
                null,
                "200",
                0,
                60_000L,
                0,
                faults,
                callbacks);
    }
}
