package dev.gengate.generation.ledger;

import static dev.gengate.proof.ledger.Sql.execute;
import static dev.gengate.proof.ledger.Sql.value;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.SQLException;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a task is polled next, on a ledger of its own. */
class PollStatementsTest extends LedgerTest {
    private final UUID id = UUID.randomUUID();

    PollStatementsTest() {
        super(1);
    }

    @BeforeEach
    void oneIsSubmitting() throws SQLException {
        execute(replica, "prepare poll_at (uuid, timestamptz, bool, timestamptz) as " + GenerationSql.POLL_AT);
        execute(replica, "prepare poll_now (uuid, timestamptz, text, timestamptz) as " + GenerationSql.POLL_NOW);
        execute(replica, ledger.submission(id, "ads", 1, 0, "1 minute"));
    }

    @Test
    void taskThatACallbackNamesHasTheWholeTimeForItsResult() throws SQLException {
        pollNow("2026-02-03 10:00Z", "2026-02-04 10:00Z");
        pollNow("2026-02-03 11:00Z", "2026-02-04 11:00Z");

        assertEquals("2026-02-04 10:00 2026-02-03 11:00", times("deadline_at, due_at"));
    }

    @Test
    void lateAnswerToAPollLeavesThePollAtOnceThatACallbackOrdered() throws SQLException {
        pollNow("2026-02-03 10:00Z", "2026-02-04 10:00Z");
        execute(replica, "update generation set polls = 1, due_at = '2026-02-03 10:01Z'");
        pollNow("2026-02-03 10:00:30Z", "2026-02-04 10:00Z");
        pollAt("2026-02-03 12:00Z", "2026-02-03 10:01Z");
        assertEquals("2026-02-03 10:00", times("due_at"));

        execute(replica, "update generation set due_at = '2026-02-03 10:02Z'");
        pollAt("2026-02-03 12:00Z", "2026-02-03 10:02Z");
        assertEquals("2026-02-03 12:00", times("due_at"));
    }

    private void pollNow(String now, String deadline) throws SQLException {
        execute(replica, "execute poll_now ('%s', '%s', 'task', '%s')".formatted(id, now, deadline));
    }

    private void pollAt(String when, String lease) throws SQLException {
        execute(replica, "execute poll_at ('%s', '%s', true, '%s')".formatted(id, when, lease));
    }

    private String times(String columns) throws SQLException {
        String texts = columns.replaceAll("(\\w+)", "to_char($1 at time zone 'UTC', 'YYYY-MM-DD HH24:MI')");
        return value(replica, "select concat_ws(' ', " + texts + ") from generation");
    }
}
