package dev.gengate.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gengate.proof.ledger.GenerationInsert;
import dev.gengate.proof.ledger.Ledger;
import dev.gengate.proof.ledger.Sql;
import dev.gengate.proof.manifests.YamlFile;
import dev.gengate.proof.servers.LocalPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The script that takes back from the topic what a restored ledger has forgotten. */
class AfterRestoreTest {
    private static final String SCRIPT = YamlFile.text(Path.of("deploy/operations/after-restore.sql"));

    /** What the backup holds: one row of each kind, named by its last digits. */
    private static final String BACKUP = GenerationInsert.in("submitted")
                    .with("id", "('00000000-0000-7000-8000-' || lpad(id::text, 12, '0'))::uuid")
                    .with("state", "state")
                    .with("due_at", "now() - interval '1 hour'")
                    .with("deadline_at", "now() + interval '1 day'")
                    .with("task_id", "task")
                    .with("images", "images")
                    .with("resolved_by", "resolved")
                    .with("created_at", "now() - interval '2 hours'")
                    .with("completed_at", "completed")
                    .rows(
                            """
                                    (values
                                        (1, 'submitted', 'task-1', null, null, null::timestamptz),
                                        (2, 'queued', null, null, null, null),
                                        (3, 'queued', null, null, null, null),
                                        (4, 'submitting', null, null, null, null),
                                        (5, 'submitted', 'task-5', null, null, null),
                                        (6, 'succeeded', 'task-6', '[{"url":"https://x"}]', 'callback',
                                            now() - interval '1 hour'))
                                        as r(id, state, task, images, resolved, completed)""")
            + """
            ;
            insert into outbox (completed_at, due_at, generations)
            select max(completed_at), max(completed_at), array_agg(id) from generation where completed_at is not null""";

    /** Beside the event that it follows, or alone, on a topic of a caller's own. */
    private static final String STORED_LATE =
            "{\"id\":\"00000000-0000-7000-8000-%012d\",\"caller\":\"ads\",\"results\":[],\"storedAt\":\"2026-01-01T00:01:00Z\"}";

    private static final String NOT_STORED = "[{\"kind\":\"image\",\"url\":\"https://x\"}]";
    private static final String STORED = "[{\"kind\":\"image\",\"url\":\"https://x\",\"stored\":{\"uri\":\"file:x\"}}]";

    private Connection ledger;

    @BeforeEach
    void ledgerOfAnHourAgo() throws SQLException {
        ledger = Ledger.create(LocalPostgres.shared(), "operations_" + System.nanoTime(), 1)
                .connect();
        ledger.setAutoCommit(false);
        Sql.execute(ledger, BACKUP);
    }

    @AfterEach
    void close() throws SQLException {
        ledger.close();
    }

    @Test
    void whatTheTopicTellsIsTakenBackAndNothingIsSentTwice() throws SQLException {
        // 1 and 2 ended since the backup, 6 was published, 7 was accepted and ended; of the others nothing was heard
        runWith(
                event(1, "succeeded"),
                event(2, "failed"),
                event(2, "failed"),
                event(6, "succeeded"),
                event(7, "expired"),
                STORED_LATE.formatted(7),
                STORED_LATE.formatted(8));

        assertEquals(
                Map.of(
                        1, "succeeded published",
                        2, "failed published",
                        3, "unconfirmed",
                        4, "unconfirmed",
                        5, "submitted",
                        6, "succeeded published",
                        7, "expired published"),
                states());
    }

    @Test
    void whatIsNotStoredIsCopiedAndWhatIsStaysNamed() throws SQLException {
        Sql.execute(
                ledger,
                "insert into custody (generation_id, completed_at, due_at, tell_at, expires_at)"
                        + " select id, completed_at, now(), now(), now() from generation where completed_at is not null");

        // 6 was told with its results, 7 without, 8 without and then of its results, 9 a day ago
        runWith(
                event(6, "succeeded", STORED, Duration.ZERO),
                event(7, "succeeded", NOT_STORED, Duration.ZERO),
                event(8, "succeeded", NOT_STORED, Duration.ZERO),
                STORED_LATE.formatted(8).replace("[]", STORED),
                event(9, "succeeded", NOT_STORED, Duration.ofHours(25)));

        assertEquals(
                List.of("7"),
                Sql.values(ledger, "select right(generation_id::text, 1) from custody where tell_at is null"));
        assertEquals(List.of("1"), Sql.values(ledger, "select count(*) from custody"));
        assertEquals(
                List.of("6", "8"),
                Sql.values(
                        ledger,
                        "select right(id::text, 1) from generation where images like '%\"stored\"%' order by id"));
    }

    @Test
    void afterAFailOverTheQueueIsLeftAlone() throws SQLException {
        Sql.execute(ledger, "set local gateway.failed_over = 'on'");

        runWith(event(1, "succeeded"));

        assertEquals("queued", states().get(2));
        assertEquals("submitting", states().get(4));
        assertEquals("succeeded published", states().get(1));
    }

    @Test
    void whatIsUnconfirmedHasItsTimeAgain() throws SQLException {
        runWith();
        Sql.execute(ledger, "update generation set due_at = now() where state = 'unconfirmed'");
        Sql.execute(ledger, "set local gateway.confirmation = '2 hours'");

        runWith();

        assertEquals(
                List.of("3"),
                Sql.values(
                        ledger,
                        "select count(*) from generation where state = 'unconfirmed' and attempts = 2"
                                + " and due_at > now() + interval '110 minutes'"));
    }

    @Test
    void whatWasSpentMeanwhileCountsInABudget() throws SQLException {
        Sql.execute(
                ledger,
                "insert into budget (caller, period, since) values ('ads', 'day', '2026-01-01'), ('ads', 'month', '2026-01-01')");

        runWith(event(7, "succeeded"));
        runWith(event(7, "succeeded"));

        assertEquals(
                List.of("2026-01-01 0 2.5 east"),
                Sql.values(
                        ledger,
                        "select day || ' ' || released || ' ' || spent || ' ' || account from budget_end,"
                                + " generation g where g.id::text like '%7'"));
    }

    @Test
    void operationThatRanDoesNotGoOn() throws SQLException {
        Sql.execute(
                ledger,
                """
                insert into operation (id, action, filter, reason, requested_by, last_id, end_id, due_at, created_at,
                    finished_at, aborted_by)
                select gen_random_uuid(), 'resubmit', '{}', 'r', 'ops', gen_random_uuid(), gen_random_uuid(), now(), now(), done, by
                from (values (null::timestamptz, null), (now(), 'ops')) as o(done, by)""");

        runWith(event(1, "succeeded"));

        assertEquals(
                List.of("ops", "restore"),
                Sql.values(
                        ledger, "select aborted_by from operation where finished_at is not null order by aborted_by"));
    }

    @Test
    void runningItAgainChangesNothing() throws SQLException {
        runWith(event(1, "succeeded"), event(7, "failed"));
        var once = states();

        runWith(event(1, "succeeded"), event(7, "failed"));

        assertEquals(once, states());
    }

    @Test
    void inputComesBackAsItWasWritten() throws SQLException {
        runWith(event(7, "succeeded"));

        assertEquals(
                List.of("{\"prompt\":\"Größe \\\"1\\\"\", \"seed\":7}"),
                Sql.values(ledger, "select input from generation where id::text like '%7'"));
    }

    private void runWith(String... events) throws SQLException {
        Sql.execute(ledger, "create temp table event_line (line text)");
        try (var insert = ledger.prepareStatement("insert into event_line values (?)")) {
            for (var event : events) {
                insert.setString(1, event);
                insert.executeUpdate();
            }
        }
        Sql.execute(ledger, SCRIPT);
        Sql.execute(ledger, "drop table event_line");
        ledger.commit();
    }

    private static String event(int id, String outcome, String results, Duration ago) {
        return event(id, outcome)
                .replace("\"results\":[]", "\"results\":" + results)
                .replace("2026-01-01T00:00:01Z", Instant.now().minus(ago).toString());
    }

    private static String event(int id, String outcome) {
        return """
                {"id":"00000000-0000-7000-8000-%012d","outcome":"%s","caller":"ads","model":"google/imagen4-fast","account":"east",\
                "taskId":"task-%d","input":{"prompt":"Größe \\"1\\"", "seed":7},"results":[],"data":null,\
                "failure":{"code":"500","message":"no"},"correlationId":null,"metadata":{},"creditsConsumed":2.5,\
                "createdAt":"2026-01-01T00:00:00Z","submittedAt":null,"completedAt":"2026-01-01T00:00:01Z",\
                "resolvedBy":"callback"}"""
                .formatted(id, outcome, id);
    }

    private Map<Integer, String> states() throws SQLException {
        var states = new TreeMap<Integer, String>();
        for (var row : Sql.values(
                ledger,
                "select right(id::text, 12) || ' ' || state"
                        + " || case when completed_at is null or id in (select unnest(generations) from outbox) then ''"
                        + " else ' published' end from generation")) {
            var parts = row.split(" ", 2);
            states.put(Integer.valueOf(parts[0]), parts[1]);
        }
        return states;
    }
}
