package dev.gengate.generation.ledger;

import static dev.gengate.proof.ledger.Sql.execute;
import static dev.gengate.proof.ledger.Sql.value;
import static dev.gengate.proof.ledger.Sql.values;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Submissions that arrive together: each is treated as if it had come alone, the older first. */
class SubmissionStatementsTest extends LedgerTest {
    private static final int SLOTS = 3;
    private static final int UNBOUNDED = 1_000;
    private static final String STATES = "select caller || ' ' || state from generation order by id";
    private static final String TAKEN = "select count(*) from pace_slot where free_at > now()";

    private final List<Asked> batch = new ArrayList<>();

    private record Asked(String caller, String key, Integer dailyLimit) {}

    SubmissionStatementsTest() {
        super(SLOTS);
    }

    @Test
    void olderOnesTakeTheSlotsAndTheOthersWait() throws SQLException {
        ask("ads", "shop", "ads", "shop", "ads");

        assertEquals(5, accept(UNBOUNDED, UNBOUNDED).size());

        assertEquals(
                List.of("ads submitting", "shop submitting", "ads submitting", "shop queued", "ads queued"),
                values(replica, STATES));
        assertEquals("3", value(replica, TAKEN));
        assertEquals("2", value(replica, "select sum(waiting) from queue_depth"));
        String held = "select count(*) from pace_slot join generation on id = taken_by where state = 'submitting'";
        assertEquals("3", value(replica, held));
        assertEquals("3", value(replica, "select sum(attempts) from generation"));
    }

    @Test
    void nobodyOvertakesWhoWaitsAlready() throws SQLException {
        execute(replica, "update pace set paused_until = 'infinity'");
        ask("ads");
        accept(UNBOUNDED, UNBOUNDED);
        execute(replica, "update pace set paused_until = '-infinity'");
        batch.clear();
        ask("shop", "ads");

        accept(UNBOUNDED, UNBOUNDED);

        assertEquals(List.of("ads queued", "shop queued", "ads queued"), values(replica, STATES));
        assertEquals("0", value(replica, TAKEN));
    }

    @Test
    void oneKeyIsOneGeneration() throws SQLException {
        batch.add(new Asked("ads", "k", null));
        batch.add(new Asked("ads", "k", null));
        batch.add(new Asked("shop", "k", null));

        assertEquals(2, accept(UNBOUNDED, UNBOUNDED).size());
        assertEquals(List.of("ads submitting", "shop submitting"), values(replica, STATES));
        execute(replica, "update pace_slot set free_at = '-infinity'");

        assertEquals(0, accept(UNBOUNDED, UNBOUNDED).size(), "known by now");
        assertEquals("0", value(replica, TAKEN));
    }

    @Test
    void boundsOfTheQueueCountWhatIsInTheBatch() throws SQLException {
        ask("ads", "ads", "ads", "ads", "ads", "ads", "shop", "shop");

        assertEquals(6, accept(3, 2).size());
        String waiting =
                "select caller || ' ' || count(*) from generation where state = 'queued' group by caller order by"
                        + " caller";
        assertEquals(List.of("ads 2", "shop 1"), values(replica, waiting));

        assertEquals(0, accept(3, 2).size(), "the queue is full");
        assertEquals(1, accept(4, 2).size(), "of ads as many wait as may");
        assertEquals(List.of("ads 2", "shop 2"), values(replica, waiting));
    }

    @Test
    void dailyLimitCountsWhatIsInTheBatchAndCameBefore() throws SQLException {
        for (int i = 0; i < 2; i++) {
            batch.add(new Asked("ads", null, 3));
            batch.add(new Asked("shop", null, null));
        }

        assertEquals(4, accept(UNBOUNDED, UNBOUNDED).size());
        assertEquals(3, accept(UNBOUNDED, UNBOUNDED).size());

        assertEquals("3", value(replica, "select count(*) from generation where caller = 'ads'"));
        assertEquals("3", value(replica, "select accepted from caller_day where caller = 'ads'"));
        assertEquals("1", value(replica, "select count(*) from caller_day"), "of callers with a limit only");
    }

    @Test
    void oneThatTheDatabaseRefusesLeavesNothingOfTheBatch() throws SQLException {
        ask("ads", "shop");
        UUID known = UUID.fromString(accept(UNBOUNDED, UNBOUNDED).get(0));

        SQLException refused =
                assertThrows(SQLException.class, () -> execute(replica, statement(List.of(known), 1_000, 1_000)));

        assertEquals("23505", refused.getSQLState(), "so that it is done again one by one");
        assertEquals("2", value(replica, TAKEN));
    }

    @ParameterizedTest
    @ValueSource(strings = {"its key", "its caller's day"})
    void whatWaitsForAnothersRowUntilNobodyWaitsForItIsNotStored(String row) throws Exception {
        batch.add(new Asked("ads", "key", 9));
        String patient = statement(List.of(UUID.randomUUID()), UNBOUNDED, UNBOUNDED);
        try (Connection other = ledger.replica()) {
            other.setAutoCommit(false);
            execute(
                    other,
                    row.equals("its key")
                            ? patient
                            : "insert into caller_day values ('ads', (now() at time zone 'UTC')::date, 1, 9)");
            String hasty =
                    statement(List.of(UUID.randomUUID()), UNBOUNDED, UNBOUNDED).replace("1 minute", "300 milliseconds");
            CompletableFuture<String> late = CompletableFuture.supplyAsync(() -> stateOf(hasty));
            await().until(() -> "1".equals(value(other, "select count(*) from pg_locks where not granted")));
            execute(other, "select pg_sleep(0.3)");
            if (row.equals("its key")) {
                other.rollback();
            } else {
                other.commit();
            }

            assertEquals("57014", late.get());
        }
        assertEquals("0", value(replica, "select count(*) from generation"));
        assertEquals("0", value(replica, TAKEN));
    }

    private String stateOf(String statement) {
        try {
            execute(replica, statement);
            return "stored";
        } catch (SQLException e) {
            return e.getSQLState();
        }
    }

    private void ask(String... callers) {
        for (String caller : callers) {
            batch.add(new Asked(caller, null, null));
        }
    }

    /** The ids that were taken. */
    private List<String> accept(int mostQueued, int mostQueuedPerCaller) throws SQLException {
        List<UUID> ids =
                batch.stream().map(asked -> new UUID(System.nanoTime(), 1)).toList();
        return values(replica, statement(ids, mostQueued, mostQueuedPerCaller));
    }

    private String statement(List<UUID> ids, int mostQueued, int mostQueuedPerCaller) {
        StringJoiner id = array();
        StringJoiner caller = array();
        StringJoiner key = array();
        StringJoiner limit = array();
        StringJoiner text = array();
        StringJoiner nothing = array();
        StringJoiner priority = array();
        StringJoiner time = array();
        for (int i = 0; i < ids.size(); i++) {
            Asked asked = batch.get(i);
            id.add("'" + ids.get(i) + "'");
            caller.add("'" + asked.caller + "'");
            key.add(asked.key == null ? "null" : "'" + asked.key + "'");
            limit.add("" + asked.dailyLimit);
            text.add("'00'");
            nothing.add("null");
            priority.add("1");
            time.add("now()");
        }
        return "execute accept (" + id + "::uuid[], " + caller + ", " + key + ", " + text + ", " + text + ", " + text
                + ", " + nothing + ", " + text + ", " + priority + ", " + nothing + ", " + time + ", " + limit
                + "::int[], " + SLOTS + ", 3600000000, 0, 60000000, 86400000000, " + mostQueued + ", "
                + mostQueuedPerCaller + ", false, now() + interval '1 minute', " + nothing + ", " + nothing + ", "
                + nothing + ")";
    }

    private static StringJoiner array() {
        return new StringJoiner(", ", "array[", "]");
    }
}
