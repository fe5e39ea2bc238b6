package dev.gengate.operator;

import static dev.gengate.proof.gateway.GatewayCalls.ads;
import static dev.gengate.proof.gateway.GatewayCalls.as;
import static dev.gengate.proof.gateway.GatewayCalls.ended;
import static dev.gengate.proof.gateway.GatewayCalls.prompt;
import static dev.gengate.proof.gateway.GatewayCalls.read;
import static dev.gengate.proof.gateway.GatewayCalls.submitted;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gengate.generation.operations.Operation;
import dev.gengate.generation.operations.OperationStore;
import dev.gengate.generation.operations.OperationStore.Step;
import dev.gengate.proof.servers.Backends;
import dev.gengate.support.GatewayTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is done to all that match: counted before, step by step, no further than asked, and told to the audit. */
@QuarkusTest
class OperationsTest extends GatewayTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Inject
    OperationStore operations;

    private static ValidatableResponse order(String body) {
        return as(Backends.OPS_KEY)
                .contentType("application/json")
                .body(body.replace('\'', '"'))
                .post("/v1/operations")
                .then();
    }

    private static String begun(String body) {
        return order(body)
                .statusCode(202)
                .body("state", equalTo("running"))
                .extract()
                .header("Location");
    }

    private static ValidatableResponse done(String location) {
        await().atMost(PATIENCE).untilAsserted(() -> progress(location).body("state", equalTo("done")));
        return progress(location);
    }

    private static ValidatableResponse progress(String location) {
        return as(Backends.OPS_KEY).get(location).then().statusCode(200);
    }

    private static String marked(String mark, String prompt) {
        return submitted(ads(), bodyOf(mark, prompt));
    }

    private static String bodyOf(String mark, String prompt) {
        return "{\"input\":{\"prompt\":\"" + prompt + "\"},\"metadata\":{\"run\":\"" + mark + "\"}}";
    }

    @Test
    void replayOfATimeRangePublishesWhatEndedInIt() {
        String before = submitted("before the range");
        ended(before);
        Instant from = Instant.now();
        String inside = submitted("inside the range");
        events.awaitEventOf(inside);

        String location = begun("{'action':'replay','reason':'lost','filter':{'endedFrom':'" + from + "','endedTo':'"
                + Instant.now() + "'}}");

        done(location).body("done", equalTo(1)).body("matched", equalTo(1)).body("skipped", equalTo(0));
        assertEquals(2, events.awaitEventsOf(inside, 2).size());
        assertEquals(1, events.eventsOf(before).size());
        audited(inside, "replay", "lost", location);
        as(Backends.OPS_KEY).get("/v1/operations").then().body("items.id", hasItem(idOf(location)));
        as(Backends.OPS_KEY)
                .queryParam("target", idOf(location))
                .get("/v1/audit")
                .then()
                .body("items.action", contains("start"))
                .body("items.reason", contains("lost"))
                .body("items.actor", contains("ops"));
    }

    private static void audited(String id, String action, String reason, String location) {
        as(Backends.OPS_KEY)
                .queryParam("target", id)
                .get("/v1/audit")
                .then()
                .body("items.action", contains(action))
                .body("items.reason", contains(reason))
                .body("items.operation", contains(idOf(location)));
    }

    private static String idOf(String location) {
        return location.substring("/v1/operations/".length());
    }

    @Test
    void dryRunCountsAndChangesNothing() {
        holdTheQueue();
        String mark = UUID.randomUUID().toString();
        String one = marked(mark, "one");
        String two = marked(mark, "two");

        order("{'action':'cancel','dryRun':true,'filter':{'metadata.run':'" + mark + "'}}")
                .statusCode(200)
                .body("matched", equalTo(2))
                .body("complete", equalTo(true))
                .body("examples", contains(one, two));
        order("{'action':'resubmit','dryRun':true,'filter':{'metadata.run':'" + mark + "'}}")
                .body("matched", equalTo(0))
                .body("examples", empty());
        read(one).body("state", equalTo("queued"));
    }

    @Test
    void cancelEndsWhatIsQueuedAndMatches() {
        holdTheQueue();
        String mark = UUID.randomUUID().toString();
        String mine = marked(mark, "cancelled");
        String other = marked("another", "stays");

        String location = begun("{'action':'cancel','reason':'a mistake','filter':{'metadata.run':'" + mark + "'}}");

        done(location).body("done", equalTo(1));
        ended(mine).body("state", equalTo("cancelled"));
        audited(mine, "cancel", "a mistake", location);
        events.awaitEventOf(mine);
        read(other).body("state", equalTo("queued"));
    }

    @Test
    void resubmitSendsEachOnceMoreAndTellsWhoSaidSo() {
        String mark = UUID.randomUUID().toString();
        String[] ids = {lost(mark), lost(mark)};
        String resubmit =
                "{'action':'resubmit','reason':'the provider lost them','filter':{'metadata.run':'" + mark + "'}";

        order(resubmit + "}").statusCode(422).body("errors.pointer", contains("/acceptMayPayTwice"));
        order(resubmit + ",'acceptMayPayTwice':true,'most':1}")
                .statusCode(422)
                .body("errors.pointer", contains("/filter"));
        String location = begun(resubmit + ",'acceptMayPayTwice':true}");

        done(location).body("done", equalTo(2));
        for (String id : ids) {
            ended(id).body("state", equalTo("succeeded"));
            assertEquals(2, provider.requestsOf(id).size());
        }
        as(Backends.OPS_KEY)
                .queryParam("action", "resubmit")
                .get("/v1/audit")
                .then()
                .body("items.target", hasItems(ids))
                .body("items.operation", hasItem(idOf(location)));
    }

    @Test
    void stepThatIsRepeatedSendsNothingOnceMore() {
        String id = lost("repeated");
        provider.nextRequest("lose-answer=reset", "no-callback");
        String location =
                begun("{'action':'resubmit','reason':'lost','acceptMayPayTwice':true,'filter':{'q':'" + id + "'}}");
        done(location).body("done", equalTo(1));
        await().atMost(PATIENCE).untilAsserted(() -> read(id).body("state", equalTo("unconfirmed")));

        ledger("update operation set finished_at = null, due_at = now(), last_id = '" + new UUID(0, 0)
                + "' where id = '" + idOf(location) + "'");

        done(location).body("done", equalTo(1));
        assertEquals(2, provider.requestsOf(id).size());
    }

    /** A step ended with a crash once all was cancelled: the next one finds nothing that is queued any more. */
    @Test
    void whatAStepCancelledBeforeACrashCounts() {
        holdTheQueue();
        String mark = UUID.randomUUID().toString();
        marked(mark, "one");
        marked(mark, "two");
        String location = begun("{'action':'cancel','reason':'a mistake','filter':{'metadata.run':'" + mark + "'}}");
        done(location).body("done", equalTo(2));

        ledger("update operation set finished_at = null, due_at = now(), done = 0, last_id = '" + new UUID(0, 0)
                + "' where id = '" + idOf(location) + "'");

        done(location).body("done", equalTo(2)).body("matched", equalTo(2));
    }

    private String lost(String mark) {
        return unconfirmedOf(bodyOf(mark, "lost"));
    }

    private static String inTheLedger(String action, String filter, String most, String due) {
        UUID id = UUID.randomUUID();
        ledger(
                "insert into operation (id, action, filter, reason, requested_by, most, last_id, end_id, due_at, created_at)"
                        + " values ('" + id + "', '" + action + "', '" + filter + "', 'r', 'ops', " + most + ", '"
                        + new UUID(0, 0) + "', '" + new UUID(-1, -1) + "', " + due + ", now())");
        return "/v1/operations/" + id;
    }

    /** More match by now than when they were counted. */
    @Test
    void noMoreAreSentAgainThanMayBe() {
        String mark = UUID.randomUUID().toString();
        List<String> ids = List.of(lost(mark), lost(mark));

        String location = inTheLedger("resubmit", "{\"metadata.run\":\"" + mark + "\"}", "1", "'-infinity'");

        done(location).body("done", equalTo(1));
        ended(ids.get(0)).body("state", equalTo("succeeded"));
        read(ids.get(1)).body("state", equalTo("unconfirmed"));
    }

    @Test
    void whatAStepDidBeforeACrashCountsAmongThoseThatMayBe() {
        String mark = UUID.randomUUID().toString();
        String id = lost(mark);
        String location = inTheLedger("resubmit", "{\"metadata.run\":\"" + mark + "\"}", "1", "'infinity'");
        ledger("insert into audit (done_at, actor, action, target, operation_id) values (now(), 'ops', 'resubmit', '"
                + UUID.randomUUID() + "', '" + idOf(location) + "')");

        ledger("update operation set due_at = '-infinity' where id = '" + idOf(location) + "'");

        done(location).body("done", equalTo(1));
        read(id).body("state", equalTo("unconfirmed"));
    }

    @Test
    void replicaThatSleptThroughItsLeaseWritesNothing() {
        Instant later = Instant.now().plus(Duration.ofHours(1));
        String location = inTheLedger("replay", "{\"q\":\"nothing\"}", "null", "now() + interval '30 minutes'");
        Instant lease = later.plusSeconds(30);
        Operation asleep = operations.claim(later, lease).await().indefinitely();
        Instant next = lease.plusSeconds(30);
        Operation other = operations.claim(lease, next).await().indefinitely();
        UUID reached = UUID.randomUUID();
        operations
                .advance(other, new Step(reached, 9, 9, 0), next, next, null)
                .await()
                .indefinitely();

        operations
                .advance(asleep, new Step(new UUID(0, 0), 1, 1, 0), lease, next, null)
                .await()
                .indefinitely();

        progress(location).body("done", equalTo(9));
        assertEquals(
                reached,
                operations
                        .find(UUID.fromString(idOf(location)))
                        .await()
                        .indefinitely()
                        .lastId());
        ledger("delete from operation where id = '" + idOf(location) + "'");
    }

    @Test
    void abortedOperationBeginsNothingMore() {
        String mark = UUID.randomUUID().toString();
        String id = marked(mark, "not replayed");
        events.awaitEventOf(id);
        String location =
                inTheLedger("replay", "{\"metadata.run\":\"" + mark + "\"}", "null", "now() + interval '1 hour'");

        as(Backends.OPS_KEY)
                .queryParam("reason", "no need")
                .post(location + "/abort")
                .then()
                .statusCode(200)
                .body("state", equalTo("aborted"))
                .body("abortedBy", equalTo("ops"));
        ledger("update operation set due_at = '-infinity' where id = '" + idOf(location) + "'");
        done(begun("{'action':'replay','reason':'one after it','filter':{'q':'" + submitted("after it") + "'}}"));

        as(Backends.OPS_KEY)
                .queryParam("target", idOf(location))
                .get("/v1/audit")
                .then()
                .body("items.action", contains("abort"));
        assertEquals(1, events.eventsOf(id).size());
    }

    @Test
    void operationThatCannotBeReadEndsAndStopsNoOther() {
        ledger("insert into operation (id, action, filter, reason, requested_by, last_id, end_id, due_at, created_at)"
                + " values ('0190f6c2-7b1e-7a90-8f2b-2f4f5f3f1a78', 'paint', 'x', 'r', 'ops', '" + new UUID(0, 0)
                + "', '"
                + new UUID(-1, -1) + "', '-infinity', now())");
        String id = submitted("after it");
        events.awaitEventOf(id);

        done(begun("{'action':'replay','reason':'r','filter':{'q':'" + id + "'}}"))
                .body("done", equalTo(1));

        assertEquals(
                1, numberInLedger("select count(*) from operation where action = 'paint' and finished_at is not null"));
        ledger("delete from operation where action = 'paint'");
    }

    @ParameterizedTest
    @CsvSource({
        "'{}', /action",
        "'{''action'':''paint'',''filter'':{''q'':''x''},''reason'':''r''}', /action",
        "'{''action'':''replay'',''reason'':''r''}', /filter",
        "'{''action'':''replay'',''filter'':{},''reason'':''r''}', /filter",
        "'{''action'':''replay'',''filter'':{''q'':''x''}}', /reason",
        "'{''action'':''replay'',''filter'':{''from'':''yesterday''},''reason'':''r''}', /filter/from",
        "'{''action'':''replay'',''filter'':{''endedTo'':''+999999999-01-01T00:00:00Z''},''reason'':''r''}', /filter/endedTo",
        "'{''action'':''replay'',''filter'':{''colour'':''red''},''reason'':''r''}', /filter/colour",
        "'{''action'':''replay'',''filter'':{''state'':''queued''},''reason'':''r''}', /filter/state",
        "'{''action'':''cancel'',''filter'':{''caller'':null},''reason'':''r''}', /filter/caller",
        "'{''action'':''cancel'',''filter'':{''metadata.run'':null},''reason'':''r''}', /filter/metadata.run",
        "'{''action'':''cancel'',''filter'':{''q'':5},''reason'':''r''}', /filter/q",
        "'{''action'':''cancel'',''filter'':[''q''],''reason'':''r''}', /filter",
        "'{''action'':''cancel'',''filter'':{''q'':''\\u0000''},''reason'':''r''}', /filter/q",
        "'{''action'':''resubmit'',''filter'':{''q'':''x''},''reason'':''r'',''acceptMayPayTwice'':''yes''}', /acceptMayPayTwice",
        "'{''action'':''cancel'',''filter'':{''state'':''failed''},''reason'':''r''}', /filter/state",
        "'{''action'':''cancel'',''filter'':{''q'':''x''},''reason'':''r'',''most'':0}', /most",
        "'{''action'':''resubmit'',''filter'':{''q'':''x''},''reason'':''r'',''acceptMayPayTwice'':true,''most'':501}', /most"
    })
    void wrongOrderNamesItsField(String body, String pointer) {
        order(body).statusCode(422).body("errors.pointer", contains(pointer));
    }

    @Test
    void atMost50ErrorsAreNamed() {
        order(IntStream.range(0, 60).mapToObj(i -> "'f" + i + "':1").collect(Collectors.joining(",", "{", "}")))
                .statusCode(422)
                .body("errors", hasSize(50));
        order("{'action':1,'reason':2}")
                .statusCode(422)
                .body("errors.pointer", containsInAnyOrder("/action", "/reason"));
    }

    @Test
    void operationsAreForOperatorsAndAnUnknownOneIs404() {
        ads().contentType("application/json")
                .body(prompt("p"))
                .post("/v1/operations")
                .then()
                .statusCode(403);
        String unknown = "/v1/operations/0190f6c2-7b1e-7a90-8f2b-2f4f5f3f1a11";
        as(Backends.OPS_KEY).get(unknown).then().statusCode(404);
        as(Backends.OPS_KEY).post(unknown + "/abort").then().statusCode(404);
        as(Backends.OPS_KEY).get("/v1/operations/nope").then().statusCode(404);
    }
}
