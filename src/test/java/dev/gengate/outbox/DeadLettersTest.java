package dev.gengate.outbox;

import static dev.gengate.proof.gateway.GatewayCalls.as;
import static dev.gengate.proof.gateway.GatewayCalls.submitted;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.proof.gateway.CompletedEvent;
import dev.gengate.proof.servers.Backends;
import dev.gengate.support.GatewayTest;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A row of which no event can be made, by somebody's hand in the ledger: all others are published. */
@QuarkusTest
class DeadLettersTest extends GatewayTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String ALL =
            "{\"action\":\"replay\",\"reason\":\"all\",\"filter\":{\"from\":\"1970-01-01T00:00:00Z\"}}";

    private String broken;

    @AfterEach
    void nothingIsBroken() {
        ledger("delete from generation where id = '" + broken + "'");
        ledger("delete from dead_letter");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "images = '[{'",
                "images = 'null'",
                "input = '{} {}'",
                "metadata = ''",
                "completed_at = null",
                "credits_consumed = 'NaN'"
            })
    void rowThatNoEventCanBeMadeOfStandsAsideAndTheOthersGoOn(String change) {
        String other = published("beside a broken one");
        breaks(change);

        // the oldest entry, and one that both share
        waitsInTheOutbox("'" + broken + "'", "1 hour");
        waitsInTheOutbox("'" + broken + "','" + other + "'", "1 minute");

        awaitNothingWaits();
        assertEquals(2, events.awaitEventsOf(other, 2).size());
        assertEquals(1, events.eventsOf(broken).size(), "the one before it was broken");
        assertEquals(1, aside());
    }

    @Test
    void whatIsMendedIsPublishedOnAnOperatorsWordAsAnEventThatWasNeverSent() {
        breaks("images = 'oops'");
        waitsInTheOutbox("'" + broken + "'", "1 hour");
        awaitNothingWaits();
        replay(broken, 409);
        ledger("update generation set images = '[]' where id = '" + broken + "'");

        replay(broken, 200);

        List<CompletedEvent> both = events.awaitEventsOf(broken, 2);
        assertNull(both.get(1).header("gateway_replay"));
        assertEquals(0, aside());
    }

    @Test
    void whatIsMendedIsPublishedByItselfOnceItIsDue() {
        breaks("images = 'oops'");
        waitsInTheOutbox("'" + broken + "'", "1 hour");
        awaitNothingWaits();
        ledger("update generation set images = '[]' where id = '" + broken + "'");
        ledger("update dead_letter set due_at = now()");

        assertEquals(2, events.awaitEventsOf(broken, 2).size());
        await().atMost(PATIENCE).until(() -> aside() == 0);
    }

    @Test
    void replayFromTheEpochOnGoesPastABrokenRowCountsItAndSaysSo() {
        int skippedBefore = replayOfAll().get("skipped");
        breaks("images = 'oops'");
        String after = published("behind a broken one");
        int before = events.eventsOf(after).size();

        Map<String, Integer> replay = replayOfAll();

        assertEquals(skippedBefore + 1, replay.get("skipped"), "other tests' rows without a content are skipped too");
        assertTrue(replay.get("done") >= 1, replay::toString);
        assertEquals(before + 1, events.awaitEventsOf(after, before + 1).size());
    }

    /** What the operation says when it is done. */
    private static Map<String, Integer> replayOfAll() {
        String location = as(Backends.OPS_KEY)
                .contentType("application/json")
                .body(ALL)
                .post("/v1/operations")
                .then()
                .statusCode(202)
                .extract()
                .header("Location");
        await().atMost(PATIENCE)
                .untilAsserted(() -> as(Backends.OPS_KEY).get(location).then().body("state", equalTo("done")));
        int skipped = as(Backends.OPS_KEY).get(location).then().extract().path("skipped");
        int done = as(Backends.OPS_KEY).get(location).then().extract().path("done");
        return Map.of("skipped", skipped, "done", done);
    }

    private void breaks(String change) {
        broken = published("to be broken");
        ledger("update generation set " + change + " where id = '" + broken + "'");
    }

    private static String published(String prompt) {
        String id = submitted(prompt);
        events.awaitEventOf(id);
        return id;
    }

    private static void waitsInTheOutbox(String ids, String age) {
        ledger("insert into outbox (completed_at, due_at, generations) values (now() - interval '" + age
                + "', now(), array[" + ids + "]::uuid[])");
    }

    private static void awaitNothingWaits() {
        await().atMost(PATIENCE).until(() -> numberInLedger("select count(*) from outbox") == 0);
    }

    private static long aside() {
        return numberInLedger("select count(*) from dead_letter");
    }

    private static void replay(String id, int status) {
        as(Backends.OPS_KEY).post("/v1/generations/" + id + "/replay").then().statusCode(status);
    }
}
