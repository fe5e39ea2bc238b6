package dev.gengate.operator;

import static dev.gengate.proof.gateway.GatewayCalls.ads;
import static dev.gengate.proof.gateway.GatewayCalls.as;
import static dev.gengate.proof.gateway.GatewayCalls.ended;
import static dev.gengate.proof.gateway.GatewayCalls.submitted;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gengate.proof.servers.Backends;
import dev.gengate.support.GatewayTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What operators can see, and what they cannot. */
@QuarkusTest
class OperatorReadsTest extends GatewayTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static RequestSpecification ops() {
        return as(Backends.OPS_KEY);
    }

    private static ValidatableResponse found(RequestSpecification reader, String... filter) {
        for (int i = 0; i < filter.length; i += 2) {
            reader.queryParam(filter[i], filter[i + 1]);
        }
        return reader.get("/v1/generations").then().statusCode(200);
    }

    /** Where there is only one account, its name is in no row. */
    @Test
    void whatWasSentIsFoundByTheNameOfTheOnlyAccount() {
        String mark = "of-default-" + UUID.randomUUID();
        String body = "{\"input\":{\"prompt\":\"p\"},\"correlationId\":\"" + mark + "\"}";
        String sent = submitted(ads(), body);
        ended(sent);
        holdTheQueue();
        String never = submitted(ads(), body);
        found(ops(), "account", "default", "correlationId", mark).body("items.id", contains(sent));
        ads().delete("/v1/generations/" + never).then().statusCode(200);

        found(ops(), "account", "default", "correlationId", mark).body("items.id", contains(sent));
        found(ops(), "account", "another", "correlationId", mark).body("items.id", empty());
    }

    @Test
    void generationIsFoundByWhatIsKnownOfIt() {
        String mark = "find-" + UUID.randomUUID();
        String id = submitted(
                ads().header("Idempotency-Key", "key-" + mark),
                "{\"input\":{\"prompt\":\"[sim:fail] p\"},\"correlationId\":\"" + mark
                        + "\",\"metadata\":{\"team\":\"ads, \\\"b\\\"\",\"run\":\"" + mark + "\"}}");
        String task = ended(id).extract().path("taskId");
        String code = ended(id).extract().path("failure.code");

        found(ops(), "correlationId", mark).body("items.id", contains(id)).body("lookedBackTo", nullValue());
        found(ops(), "metadata.run", mark, "metadata.team", "ads, \"b\"").body("items.id", contains(id));
        found(ops(), "metadata.run", mark, "metadata.team", "b").body("items.id", empty());
        found(ops(), "failureCode", code, "model", "google/imagen4-fast").body("items.id", hasItem(id));
        found(ops(), "state", "failed").body("items.id", hasItem(id)).body("items.state", everyItem(equalTo("failed")));
        found(ops(), "state", "failed", "caller", "shop").body("items.id", not(hasItem(id)));
        for (String known : new String[] {id, task, mark, "key-" + mark}) {
            found(ops(), "q", known).body("items.id", contains(id)).body("items.caller", contains("ads"));
            found(as(Backends.SHOP_KEY), "q", known).body("items.id", empty());
        }
        String begun = Instant.parse(ended(id).extract().path("createdAt"))
                .truncatedTo(ChronoUnit.MILLIS)
                .toString();
        found(ops(), "from", begun, "correlationId", mark).body("items.id", contains(id));
        found(ops(), "to", begun, "correlationId", mark).body("items.id", empty());
        found(ops(), "endedTo", begun, "correlationId", mark).body("items.id", empty());
        found(ops(), "endedFrom", begun, "correlationId", mark).body("items.id", contains(id));
    }

    @ParameterizedTest
    @CsvSource({
        "colour, red",
        "state, done",
        "from, yesterday",
        "to, 0001-01-01T00:00:00Z",
        "q, ''",
        "model, ''",
        "metadata., x"
    })
    void wrongFilterNamesItsPart(String name, String value) {
        ops().queryParam(name, value)
                .get("/v1/generations")
                .then()
                .statusCode(422)
                .body("errors.pointer", contains("query/" + name));
    }

    /** Passed over, it would look as if it was asked for. */
    @ParameterizedTest
    @CsvSource({
        "/v1/generations, state, state=failed&state=expired",
        "/v1/audit, action, action=cancel&action=erase",
        "/v1/audit, actro, actro=ops"
    })
    void whatAQueryHasTwiceOrByAWrongNameIsRefused(String path, String name, String query) {
        ops().get(path + "?" + query).then().statusCode(422).body("errors.pointer", contains("query/" + name));
    }

    @Test
    void everybodyIsToldItsNameAndItsRoles() {
        ads().get("/v1/caller")
                .then()
                .statusCode(200)
                .body("caller", equalTo("ads"))
                .body("roles", hasItem("submit"));
        ops().get("/v1/caller").then().body("caller", equalTo("ops")).body("roles", hasItem("operator"));
        ads().get("/v1/caller").then().body("roles", not(hasItem("operator")));
    }

    @Test
    void callerLooksAmongItsOwnOnly() {
        ads().queryParam("caller", "shop").get("/v1/generations").then().statusCode(422);
        found(ads(), "caller", "ads").body("items.caller", everyItem(nullValue()));
        ads().get("/v1/audit").then().statusCode(403);
        ads().get("/v1/status").then().statusCode(403);
    }

    @Test
    void promptsAndResultsOfOthersAreHidden() {
        String id = submitted("a secret prompt");
        ended(id).body("results", notNullValue());

        ops().get("/v1/generations/" + id)
                .then()
                .body("contentHidden", equalTo(true))
                .body("caller", equalTo("ads"))
                .body("input", nullValue())
                .body("results", nullValue());
        found(ops(), "q", id).body("items.input", contains(nullValue()));
        ops().post("/v1/generations/" + id + "/replay").then().body("input", nullValue());
        ads().get("/v1/generations/" + id).then().body("contentHidden", nullValue());
        ops().get("/v1/generations/" + id + "/event")
                .then()
                .body("headers.ce_id", equalTo(id + ".completed"))
                .body("value", nullValue());
        ads().get("/v1/generations/" + id + "/event").then().body("value.input.prompt", equalTo("a secret prompt"));
    }

    @Test
    void timelineTellsWhatTheRowCannotAndWhoDidWhat() {
        String id = unconfirmed("lost");
        ops().queryParam("reason", "no such task")
                .post("/v1/generations/" + id + "/resubmit")
                .then()
                .statusCode(202);
        ended(id);

        String timeline = "/v1/generations/" + id + "/timeline";
        ops().get(timeline)
                .then()
                .statusCode(200)
                .body("items.event", contains("accepted", "answer-lost", "resubmit", "submitted", "ended"))
                .body("items[2].by", equalTo("ops"))
                .body("items[2].detail", equalTo("no such task"))
                .body("items[4].state", equalTo("succeeded"));
        ads().get(timeline).then().body("items[2].by", equalTo("operator")).body("items[2].detail", nullValue());
        as(Backends.SHOP_KEY).get(timeline).then().statusCode(404);
        ops().queryParam("target", id)
                .get("/v1/audit")
                .then()
                .body("items.action", contains("resubmit"))
                .body("items.actor", contains("ops"));
    }

    /** As where its topic takes none. */
    @Test
    void timelineTellsThatTheEventWaits() {
        String id = submitted("nobody heard of it");
        ended(id);
        ledger("update generation set completed_at = now() - interval '1 minute' where id = '" + id + "'");
        ledger("insert into outbox (completed_at, due_at, generations) select completed_at, now() + interval '1 hour',"
                + " array[id] from generation where id = '" + id + "'");

        ads().get("/v1/generations/" + id + "/timeline")
                .then()
                .body("items.event", hasItems("ended", "event-waits"))
                .body("items.find { it.event == 'event-waits' }.detail", equalTo(Backends.TOPIC));

        ledger("delete from outbox where '" + id + "' = any(generations)");
        ads().get("/v1/generations/" + id + "/timeline").then().body("items.event", not(hasItem("event-waits")));
    }

    @Test
    void timelineTellsWhereItsJournalWasFull() {
        String id = submitted("[sim:never-finishes] long");
        String noted =
                "insert into journal (generation_id, noted_at, kind) select '" + id + "', now(), 'odd-callback' from ";
        ledger(noted + "generate_series(1, 49)");
        ads().get("/v1/generations/" + id + "/timeline").then().body("items.event", not(hasItem("journal-full")));

        ledger(noted + "generate_series(1, 1)");

        ads().get("/v1/generations/" + id + "/timeline").then().body("items[-1].event", equalTo("journal-full"));
    }

    @Test
    void operatorIsToldHowLongAnOpenOneIsWaitedFor() {
        String id = submitted("[sim:never-finishes] stuck");
        ledger("update generation set polls = 3, due_at = '2100-01-01T10:00:00Z', deadline_at = '2100-01-01T11:00:00Z'"
                + " where id = '" + id + "'");

        ops().get("/v1/generations/" + id)
                .then()
                .body("polls", equalTo(3))
                .body("nextPollAt", equalTo("2100-01-01T10:00:00Z"))
                .body("deadlineAt", equalTo("2100-01-01T11:00:00Z"));
        found(ops(), "q", id).body("items.deadlineAt", contains("2100-01-01T11:00:00Z"));
        ads().get("/v1/generations/" + id).then().body("polls", nullValue()).body("deadlineAt", nullValue());
        ledger("update generation set state = 'unconfirmed' where id = '" + id + "'");
        ops().get("/v1/generations/" + id)
                .then()
                .body("nextPollAt", nullValue())
                .body("deadlineAt", equalTo("2100-01-01T10:00:00Z"));
    }

    @Test
    void generationThatGoesWellWritesNoJournal() {
        long before = numberInLedger("select count(*) from journal");
        long acts = numberInLedger("select count(*) from audit");

        ended(submitted("all is well"));

        assertEquals(before, numberInLedger("select count(*) from journal"));
        assertEquals(acts, numberInLedger("select count(*) from audit"));
    }

    @Test
    void whatIsRefusedIsNotInTheAudit() {
        String open = submitted("[sim:never-finishes] open");
        ops().queryParam("reason", "r").delete("/v1/generations/" + open).then().statusCode(409);
        ops().queryParam("reason", "r")
                .delete("/v1/generations/" + open + "/content")
                .then()
                .statusCode(409);
        audit(open).body("items", empty());
    }

    @Test
    void operatorsCancellationIsInTheAudit() {
        holdTheQueue();
        String queued = submitted("queued");
        ops().queryParam("reason", "not wanted")
                .delete("/v1/generations/" + queued)
                .then()
                .statusCode(200);
        audit(queued).body("items.action", contains("cancel")).body("items.reason", contains("not wanted"));
    }

    @Test
    void erasedFailureHasNoEventAndHidesWhoErasedIt() {
        String id = submitted("[sim:fail] p");
        events.awaitEventOf(id);
        await().untilAsserted(() -> ops().queryParam("reason", "asked for")
                .delete("/v1/generations/" + id + "/content")
                .then()
                .statusCode(200));

        ops().get("/v1/generations/" + id + "/event").then().statusCode(409);
        ops().post("/v1/generations/" + id + "/replay").then().statusCode(409);
        audit(id).body("items.action", contains("erase"));
        String erased = "items.find { it.event == 'erase' }";
        ads().get("/v1/generations/" + id + "/timeline")
                .then()
                .body(erased + ".by", equalTo("operator"))
                .body(erased + ".detail", nullValue());
    }

    private static ValidatableResponse audit(String target) {
        return ops().queryParam("target", target).get("/v1/audit").then();
    }

    @Test
    void unreadableCallbackIsInTheJournal() {
        String id = submitted("[sim:unreadable] odd");
        ended(id);
        ads().get("/v1/generations/" + id + "/timeline")
                .then()
                .body("items.event", hasItems("accepted", "odd-callback", "ended"));
    }

    @Test
    void statusHasTheFiguresWhatFailsAndWhatStandsAside() {
        String id = submitted("[sim:fail] p");
        String code = ended(id).extract().path("failure.code");
        ledger("insert into dead_letter (generation_id, cause, set_aside_at, due_at) values ('" + id
                + "', 'refused', now(), now() + interval '1 day')");

        ops().get("/v1/status")
                .then()
                .statusCode(200)
                .body("open.submitted", notNullValue())
                .body("callable", equalTo(true));
        // they are counted every 10 s
        await().atMost(PATIENCE).untilAsserted(() -> ops().get("/v1/status")
                .then()
                .body("failing.find { it.failureCode == '" + code + "' }.state", equalTo("failed"))
                .body("firstSetAside.find { it.id == '" + id + "' }.cause", equalTo("refused")));
        ledger("delete from dead_letter where generation_id = '" + id + "'");
    }

    @Test
    void unreadableRowHidesNoOther() {
        String bad = submitted("bad");
        ended(bad);
        String good = submitted("good");
        ended(good);
        ledger("update generation set metadata = 'x' where id = '" + bad + "'");

        found(ops(), "limit", "2").body("items.id", contains(good));
        ledger("update generation set metadata = '{}' where id = '" + bad + "'");
    }
}
