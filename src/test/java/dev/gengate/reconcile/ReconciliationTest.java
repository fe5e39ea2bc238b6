package dev.gengate.reconcile;

import static dev.gengate.proof.gateway.GatewayCalls.ended;
import static dev.gengate.proof.gateway.GatewayCalls.read;
import static dev.gengate.proof.gateway.GatewayCalls.submitted;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.outbox.topic.EventSchema;
import dev.gengate.proof.gateway.CompletedEvent;
import dev.gengate.proof.ledger.GenerationInsert;
import dev.gengate.proof.simulator.client.ProviderTask;
import dev.gengate.support.GatewayTest;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stays silent is settled: by a poll, or at its deadline. */
@QuarkusTest
@TestProfile(ReconciliationTest.Impatient.class)
class ReconciliationTest extends GatewayTest {

    /** Deadlines of seconds. */
    public static class Impatient implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "gateway.reconcile.after", "PT0.3S",
                    "gateway.reconcile.every", "PT0.2S",
                    "gateway.deadline.result", "PT5S",
                    "gateway.deadline.confirmation", "PT2S",
                    "gateway.retention.every", "PT1S");
        }
    }

    /** Otherwise a round that settles what other tests left is held up where a test holds up its own. */
    @BeforeEach
    void nothingElseIsDue() {
        nothingIsOpen();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[sim:not-there-yet=1] ", "[sim:record-fails=1] ", "[sim:record-garbage=1] "})
    void lostCallbackIsSettledByAPoll(String marker) {
        String id = submitted(marker + "[sim:no-callback] silent");

        ended(id).body("state", equalTo("succeeded"));

        CompletedEvent event = events.awaitEventOf(id);
        assertEquals("poll", event.json().path("resolvedBy").asText());
        EventSchema.assertValid(event.json().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"record-fails", "not-there-yet", "record-garbage"})
    void failedAnswerAtTheDeadlineLosesNoResult(String fault) {
        String id = submitted("[sim:no-callback] [sim:" + fault + "=1] told a little later");
        ledger("update generation set due_at = now(), deadline_at = now() where id = '" + id + "'");

        ended(id).body("state", equalTo("succeeded"));
    }

    @Test
    void taskThatNeverEndsExpiresAtItsDeadlineAndALateCallbackIsNotPublished() {
        String id = submitted("[sim:never-finishes] for ever");

        ended(id).body("state", equalTo("expired")).body("failure.code", equalTo("deadline_exceeded"));

        CompletedEvent event = events.awaitEventOf(id);
        assertEquals("dev.gengate.generation.expired.v1", event.type());
        assertEquals("deadline", event.json().path("resolvedBy").asText());
        EventSchema.assertValid(event.json().toString());
        ProviderTask task = provider.taskOf(id);
        provider.finishes(task.taskId());
        RestAssured.given()
                .contentType("application/json")
                .body(provider.callbackBody(task.taskId()))
                .post(task.callBackUrl())
                .then()
                .statusCode(200);
        read(id).body("state", equalTo("expired"));
        assertEquals(1, count("select count(*) from late_outcome where generation_id = ?", id));
        events.awaitEventOf(submitted("after it"));
        assertEquals(1, events.eventsOf(id).size());
    }

    @Test
    void unconfirmedFailsAtItsDeadlineWithoutASecondCall() {
        String id = unconfirmed("nobody knows");

        ended(id).body("state", equalTo("failed")).body("failure.code", equalTo("submission_unconfirmed"));

        assertEquals(1, provider.requestsOf(id).size());
        assertEquals(
                "deadline", events.awaitEventOf(id).json().path("resolvedBy").asText());
    }

    @Test
    void outageOfThePollsIsNotCountedAgainstTheTask() {
        String id = submitted("[sim:no-callback] [sim:record-fails=4] silent, and nobody to ask");

        ended(id).body("state", equalTo("succeeded"));

        assertEquals(1, count("select polls from generation where id = ?", id), "the one that was answered");
    }

    @Test
    void deadlineDoesNotEndWhatWentOnAfterItWasFoundDue() throws SQLException {
        UUID id = UUID.randomUUID();
        try (Connection other = connection()) {
            other.setAutoCommit(false);
            // every outcome goes into the outbox: it waits between what was found due and its commit
            other.createStatement().execute("lock table outbox in access exclusive mode");
            insertUnconfirmed(id);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> count("select count(*) from generation where id = ? and due_at > now()", id) == 1);
            execute(
                    """
                    update generation set state = 'submitted', task_id = 't', submitted_at = now(),
                        due_at = now() + interval '1 hour' where id = ?""",
                    id);
            other.rollback();
        }
        UUID after = UUID.randomUUID();
        insertUnconfirmed(after);
        ended(after.toString()).body("failure.code", equalTo("submission_unconfirmed"));

        read(id.toString()).body("state", equalTo("submitted"));
        execute("delete from generation where id = ?", id);
    }

    private static void insertUnconfirmed(UUID id) {
        execute(GenerationInsert.in("unconfirmed").with("id", "?").row(), id);
    }

    @Test
    void leaseOfADeadReplicaBecomesUnconfirmedAndIsNeverSentAgain() {
        UUID id = UUID.randomUUID();
        execute(
                GenerationInsert.in("submitting")
                        .with("id", "?")
                        .with("due_at", "now() - interval '1 second'")
                        .row(),
                id);

        ended(id.toString()).body("state", equalTo("failed")).body("failure.code", equalTo("submission_unconfirmed"));

        assertEquals(0, provider.requestsOf(id.toString()).size());
    }

    @Test
    void unpublishedRowOfADeadReplicaIsPublishedByTheSweep() {
        UUID id = UUID.randomUUID();
        insertEnded(id, "now()");
        insertIntoOutbox(id, "now()", "now()");

        CompletedEvent event = events.awaitEventOf(id.toString());

        assertEquals("succeeded", event.outcome());
        await().atMost(Duration.ofSeconds(10))
                .until(() -> count("select count(*) from outbox where ? = any(generations)", id) == 0);
    }

    @Test
    void oldPublishedRowsArePurgedAndUnpublishedOnesNever() {
        UUID published = UUID.fromString("01000000-0000-7000-8000-000000000001");
        UUID unpublished = UUID.fromString("01000000-0000-7000-8000-000000000002");
        // nobody may publish it for an hour, so that it stays unpublished
        insertIntoOutbox(unpublished, "now() - interval '31 days'", "now() + interval '1 hour'");
        insertEnded(unpublished, "now() - interval '31 days'");
        insertEnded(published, "now() - interval '32 days'");

        await().atMost(Duration.ofSeconds(10))
                .until(() -> count("select count(*) from generation where id = ?", published) == 0);
        assertTrue(count("select count(*) from generation where id = ?", unpublished) == 1);
    }

    @Test
    void oldActsAndEndedOperationsArePurgedAndRunningOnesNever() {
        ledger(
                "insert into audit (entry, done_at, actor, action) overriding system value values"
                        + " (-2, now() - interval '401 days', 'purged', 'brake'), (-1, now() - interval '399 days', 'kept', 'brake')");
        ledger("insert into operation (id, action, filter, reason, requested_by, last_id, end_id, due_at, created_at,"
                + " finished_at) select ('0' || n || '000000-0000-7000-8000-000000000000')::uuid, 'replay', '{}', 'r', 'old',"
                + " ended.id, ended.id, 'infinity', now(), at from (values (1, now() - interval '401 days'), (2, null),"
                + " (3, now() - interval '399 days')) as o(n, at), (select gen_random_uuid() as id) ended");

        await().atMost(Duration.ofSeconds(10))
                .until(() -> numberInLedger("select count(*) from operation where requested_by = 'old'") == 2);
        assertEquals(0, numberInLedger("select count(*) from audit where actor = 'purged'"));
        assertEquals(1, numberInLedger("select count(*) from audit where actor = 'kept'"));
        ledger("delete from operation where requested_by = 'old'; delete from audit where actor = 'kept'");
    }

    @Test
    void oldUsageIsPurgedAndLaterUsageIsNot() {
        ledger("insert into usage select now() - days * interval '1 day', 'old', '', 'm', 'failed', '{}', days, 0"
                + " from unnest(array[401, 399]) days");

        await().atMost(Duration.ofSeconds(10))
                .until(() -> numberInLedger("select sum(generations) from usage where caller = 'old'") == 399);
        ledger("delete from usage where caller = 'old'");
    }

    private static void insertEnded(UUID id, String completed) {
        execute(
                GenerationInsert.succeeded(completed)
                        .with("id", "?")
                        .with("due_at", "now()")
                        .with("deadline_at", "now()")
                        .with("task_id", "'t'")
                        .with("images", "'[{\"url\":\"https://tempfile.example/1\"}]'")
                        .row(),
                id);
    }

    private static void insertIntoOutbox(UUID id, String completed, String due) {
        execute(
                "insert into outbox (completed_at, due_at, generations) values (%s, %s, array[?::uuid])"
                        .formatted(completed, due),
                id);
    }

    private static void execute(String sql, UUID id) {
        try (Connection connection = connection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, id);
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long count(String sql, Object id) {
        try (Connection connection = connection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, UUID.fromString(id.toString()));
            var rows = statement.executeQuery();
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
