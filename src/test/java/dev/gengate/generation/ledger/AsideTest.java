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
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A refusal for lack of credits stops what costs as much or more and nothing else, statement by statement. */
class AsideTest extends LedgerTest {
    private static final Integer UNKNOWN = null;

    private int accepted;

    AsideTest() {
        super(100);
    }

    @Test
    void dearOneThatIsRefusedLetsTheCheaperOnesPassAndIsNotTriedAgainRoundAfterRound() throws SQLException {
        UUID dear = refused(1_000, 812);
        UUID asDear = queued("ads", 1_000);
        UUID cheap = queued("ads", 4);
        UUID ofAnother = queued("shop", 999);

        for (int round = 0; round < 3; round++) {
            sort();
            balance(812);
        }

        assertEquals(List.of("submitting", "submitting"), states(cheap, ofAnother));
        assertEquals(List.of("queued", "queued"), states(dear, asDear));
        assertEquals("1", value(replica, "select attempts from generation where id = '" + dear + "'"));

        balance(1_000);
        sort();

        assertEquals(List.of("submitting", "submitting"), states(dear, asDear));
        sort();
        assertEquals("", value(replica, "select coalesce(aside_at::text, '') from pace"));
    }

    /** Its upper end may be a guess that no balance ever reaches. */
    @Test
    void stopOfAPriceThatIsARangeEndsOnceItsLowerEndCanBePaid() throws SQLException {
        UUID range = id();
        execute(replica, ledger.submission(range, "ads", 1, 0, "1 minute", 2_400, false));
        execute(replica, "update generation set price_from = 8 where id = '" + range + "'");
        refuse(range, 1, 5);

        sort();
        assertEquals(List.of("queued"), states(range));
        assertEquals("none", accept("ads", 2_400, false), "five credits do not suffice even for the least");
        assertEquals("submitting", accept("ads", 2_399, false));

        balance(8);
        assertEquals("submitting", accept("ads", 2_400, false));
        sort();
        assertEquals(List.of("submitting"), states(range));
        assertEquals("", value(replica, "select concat(stopped_from, stopped_below) from pace"));

        refuse(range, 2, 8);
        sort();
        assertEquals(List.of("queued"), states(range), "not tried again round after round");
    }

    @Test
    void submissionIsRefusedOnlyIfItCostsAsMuch() throws SQLException {
        refused(1_000, 812);

        assertEquals("submitting", accept("ads", 999, false));
        assertEquals("none", accept("ads", 1_000, false));
        assertEquals("none", accept("ads", UNKNOWN, false));
        assertEquals("queued", accept("ads", 1_000, true));
        assertEquals("submitting", accept("ads", 4, false), "nobody waits who could be overtaken");
        String place =
                "execute place (null, 'ads', 100, 3600000000, 0, array['a'], array[1]::float8[], 0, current_date, ";
        assertEquals(
                List.of("f", "t", "t"),
                List.of(noCredits(place + "999)"), noCredits(place + "1000)"), noCredits(place + "null)")));
    }

    private String noCredits(String place) throws SQLException {
        try (var rows = replica.createStatement().executeQuery(place)) {
            rows.next();
            return rows.getString("no_credits");
        }
    }

    @Test
    void emptyAccountStopsEverythingUntilItHasABalance() throws SQLException {
        refused(1_000, 0);
        UUID cheap = queued("ads", 4);

        sort();
        assertEquals(List.of("queued"), states(cheap));
        assertEquals("none", accept("ads", 4, false));

        balance(5);
        sort();
        assertEquals(List.of("submitting"), states(cheap));
        assertEquals("none", accept("ads", 1_000, false), "five credits do not suffice for it");
    }

    /** The list of prices says less than the provider asks for. */
    @Test
    void oneThatIsRefusedThoughTheBalanceSufficesWaitsEverLonger() throws SQLException {
        UUID wrong = refused(4, 812);
        UUID same = queued("ads", 4);

        sort();
        assertEquals(List.of("queued", "submitting"), states(wrong, same), "others of its price are tried");

        execute(replica, "update generation set aside_since = now() - interval '6 seconds' where id = '" + wrong + "'");
        sort();
        assertEquals(List.of("submitting"), states(wrong));

        refuse(wrong, 2, 812);
        execute(replica, "update generation set aside_since = now() - interval '6 seconds' where id = '" + wrong + "'");
        sort();
        assertEquals(List.of("queued"), states(wrong), "twice as long after the second refusal");

        balance(813);
        sort();
        assertEquals(List.of("submitting"), states(wrong), "the balance has risen");
    }

    @Test
    void oneWithoutAPriceStopsOnlyItsLikeUntilABalanceIsRead() throws SQLException {
        UUID unknown = refused(UNKNOWN, null);
        UUID dear = queued("ads", 1_000_000);
        UUID like = queued("ads", UNKNOWN);

        sort();
        assertEquals(List.of("queued", "submitting", "queued"), states(unknown, dear, like));

        balance(812);
        sort();
        assertEquals(List.of("queued", "submitting"), states(unknown, like));
    }

    @Test
    void thousandsOfDearOnesDoNotHeadTheQueueOfTheirCaller() throws SQLException {
        refused(1_000, 812);
        for (int i = 0; i < 250; i++) {
            queued("ads", 1_000);
        }
        UUID cheap = queued("ads", 4);

        for (int round = 0; round < 4; round++) {
            sort();
        }

        assertEquals(List.of("submitting"), states(cheap));
        assertEquals("251", value(replica, "select count(*) from generation where priority >= 10"));
        assertEquals("251", value(replica, "select sum(waiting) from queue_depth"));
    }

    @Test
    void heldModelWaitsAsideFromTheFirstClaimOnAndHoldsUpNobody() throws SQLException {
        for (int i = 0; i < 120; i++) {
            ofHeld(queued("ads", 4));
        }
        UUID held = ofHeld(queued("shop", 4));
        UUID other = queued("ads", 4);

        execute(replica, "execute hold_model (null, 'black pictures', 'ops', 'held')");
        assertEquals(List.of(other.toString()), ledger.claim(replica, 10, 0), "before anything is set aside");
        sort();
        sort();

        assertEquals("121", value(replica, "select count(*) from generation where priority >= 10 and attempts = 0"));
        assertEquals("submitting", accept("shop", 4, false), "nobody waits who could be overtaken");
        assertEquals("queued", state(submission("held")), "accepted, whatever the credits");
        assertEquals("", startOf(held));
        execute(replica, "execute hold_model (now() + interval '1 hour', 'black pictures', 'ops', 'held')");
        assertEquals("t", startOf(held));
        assertEquals(List.of("queued"), states(held));
        assertEquals("2", value(replica, "select count(*) from audit where action = 'brake' and target = 'held'"));
    }

    /** When it starts, at the end of the brake or later; empty while nobody knows. */
    private String startOf(UUID id) throws SQLException {
        try (var rows = replica.createStatement()
                .executeQuery("execute place ('" + id
                        + "', 'shop', 100, 3600000000, 0, array['a'], array[1]::float8[], 10, current_date, null)")) {
            rows.next();
            String start = rows.getString("starts_at");
            String until = "(select until - interval '1 second' from brake)";
            return start == null ? "" : value(replica, "select '" + start + "'::timestamptz >= " + until);
        }
    }

    @Test
    void brakeOfOneModelEndsByItselfOrOnAWordAndLeavesThatOfAnother() throws SQLException {
        UUID one = ofHeld(queued("ads", 4));
        UUID two = submission("as-well");
        execute(replica, "execute hold_model (clock_timestamp() + interval '0.5 seconds', 'r', 'ops', 'held')");
        execute(replica, "execute hold_model (null, 'r', 'ops', 'as-well')");
        execute(replica, "update pace_slot set free_at = '-infinity'");
        sort();
        assertEquals(List.of("queued"), states(one));

        execute(replica, "select pg_sleep(0.6)");
        sort();
        assertEquals(List.of("submitting", "queued"), states(one, two));

        execute(replica, "execute release_model ('r', 'ops', 'as-well')");
        sort();
        assertEquals(List.of("submitting"), states(two));
        sort();
        assertEquals("", value(replica, "select concat(model_brakes, aside_at) from pace"));
    }

    private UUID ofHeld(UUID queued) throws SQLException {
        execute(replica, "update generation set model = 'held' where id = '" + queued + "'");
        return queued;
    }

    /** Accepted, of that model. */
    private UUID submission(String model) throws SQLException {
        UUID id = id();
        execute(
                replica,
                ledger.submission(id, "ads", 1, 0, "1 minute", UNKNOWN, false)
                        .replace("array['m']", "array['" + model + "']"));
        return id;
    }

    private String state(UUID id) throws SQLException {
        return TestLedger.state(replica, id);
    }

    /** One that was sent and refused; then the balance is read, unless it is null. */
    @Test
    void submissionThatWaitsToBeNotedAsAsideUntilNobodyWaitsForItIsNotStored() throws Exception {
        refused(1_000, 812);
        String hasty = ledger.submission(id(), "ads", 1, 0, "300 milliseconds", 1_000, true);
        try (Connection other = ledger.replica()) {
            other.setAutoCommit(false);
            execute(other, "update pace set aside_at = now()");
            CompletableFuture<SQLException> late = CompletableFuture.supplyAsync(
                    () -> assertThrows(SQLException.class, () -> execute(replica, hasty)));
            await().until(() -> "1".equals(value(other, "select count(*) from pg_locks where not granted")));
            execute(other, "select pg_sleep(0.3)");
            other.commit();

            assertEquals("57014", late.get().getSQLState());
        }
    }

    private UUID refused(Integer credits, Integer balance) throws SQLException {
        UUID id = id();
        execute(replica, ledger.submission(id, "ads", 1, 0, "1 minute", credits, false));
        assertEquals("submitting", TestLedger.state(replica, id));
        refuse(id, 1, balance);
        return id;
    }

    private void refuse(UUID id, int attempt, Integer balance) throws SQLException {
        execute(replica, "execute stop ('" + id + "')");
        execute(replica, "execute refused ('" + id + "', " + attempt + ", 'NO_CREDITS')");
        if (balance != null) {
            balance(balance);
        }
    }

    private void balance(int credits) throws SQLException {
        execute(replica, "execute keep_balance (" + credits + ", now(), clock_timestamp())");
    }

    /** What a dispatcher does in one round, with a slot for each. */
    private void sort() throws SQLException {
        execute(replica, "execute set_aside");
        execute(replica, "execute take_back (clock_timestamp())");
        execute(replica, "update pace_slot set free_at = '-infinity'");
        ledger.claim(replica, 10, 0);
    }

    /** Accepted while nothing is sent, whatever it costs. */
    private UUID queued(String caller, Integer credits) throws SQLException {
        UUID id = id();
        execute(replica, "update pace set paused_until = 'infinity'");
        execute(replica, ledger.submission(id, caller, 1, 0, "1 minute", credits, true));
        execute(replica, "update pace set paused_until = '-infinity'");
        // as if it had been accepted before the refusal
        execute(replica, "update generation set priority = 1, aside_since = null where id = '" + id + "'");
        assertEquals(List.of("queued"), states(id));
        return id;
    }

    /** The state in which it starts. */
    private String accept(String caller, Integer credits, boolean queues) throws SQLException {
        UUID id = id();
        execute(replica, ledger.submission(id, caller, 1, 0, "1 minute", credits, queues));
        List<String> states = values(replica, "select state from generation where id = '" + id + "'");
        return states.isEmpty() ? "none" : states.get(0);
    }

    private UUID id() {
        return new UUID(++accepted, accepted);
    }

    private List<String> states(UUID... ids) throws SQLException {
        List<String> states = new ArrayList<>();
        for (UUID id : ids) {
            states.add(TestLedger.state(replica, id));
        }
        return states;
    }
}
