package dev.gengate.generation.figures;

import static dev.gengate.proof.ledger.Sql.execute;
import static dev.gengate.proof.ledger.Sql.values;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gengate.generation.ledger.LedgerTest;
import dev.gengate.proof.ledger.GenerationInsert;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The balance falls in another hour than that in which its generations were accepted. */
class UsageWatchTest extends LedgerTest {
    UsageWatchTest() {
        super(1);
    }

    @BeforeEach
    void statements() throws SQLException {
        execute(replica, "prepare turn (timestamptz, bigint) as " + UsageStore.TURN);
        execute(replica, "prepare watch (timestamptz, text[]) as " + UsageStore.WATCH);
        execute(replica, "insert into credits (balance) select 1000 where not exists (select from credits)");
    }

    @Test
    void backlogIsHeldAgainstTheBalanceInTheHoursInWhichItWasPaidFor() throws SQLException {
        look("2030-01-01 08:30", 1000);
        look("2030-01-01 10:59", 1000);
        // all that was accepted at 10:50 is sent in the two hours after it
        for (int minute = 1; minute < 60; minute++) {
            rolledUp("2030-01-01 10:00", 4 * minute);
            look("2030-01-01 11:" + minute, 1000 - 4 * minute);
        }
        rolledUp("2030-01-01 10:00", 240);
        look("2030-01-01 12:01", 760);
        look("2030-01-01 12:02", 760);

        assertEquals("240 240", agreement("2030-01-01 13:00"));
        assertEquals("240 240", agreement("2030-01-02 10:30"), "the hour of the acceptance has left the last day");
        assertEquals("4 4", agreement("2030-01-02 11:30"));
        assertEquals("0 0", agreement("2030-01-02 12:30"));
    }

    @Test
    void whatRunsIsKnownAndWhatNobodyAccountsForIsNot() throws SQLException {
        look("2030-01-01 08:30", 1000);
        look("2030-01-01 09:01", 1000);
        execute(
                replica,
                GenerationInsert.in("submitted")
                        .with("created_at", "'2030-01-01 09:01'")
                        .with("due_at", "'2030-01-02'")
                        .with("credits", "4")
                        .row());

        look("2030-01-01 09:02", 989);

        assertEquals("11 4", agreement("2030-01-01 09:03"));
    }

    /** As one whose key was never good. */
    @Test
    void accountWhoseBalanceNobodyKnowsKeepsNoOtherFromBeingWatched() throws SQLException {
        execute(replica, "insert into account (name, balance) values ('known', 1000), ('unknown', null)");
        lookAtBoth("2030-01-01 08:30");
        lookAtBoth("2030-01-01 09:01");
        execute(replica, "update account set balance = 989 where name = 'known'");
        lookAtBoth("2030-01-01 09:02");
        assertEquals("11 0", agreement("2030-01-01 09:03"));

        execute(replica, "update account set balance = 500 where name = 'unknown'");
        lookAtBoth("2030-01-01 09:04");
        execute(replica, "update account set balance = 499 where name = 'unknown'");
        lookAtBoth("2030-01-01 09:05");
        assertEquals("12 0", agreement("2030-01-01 09:06"), "what was unknown before is no rise");
    }

    private void lookAtBoth(String time) throws SQLException {
        agreement(time);
        execute(replica, "execute watch ('" + time + "+00', array['known', 'unknown'])");
    }

    private void look(String time, int balance) throws SQLException {
        agreement(time);
        execute(replica, "update credits set balance = " + balance);
        execute(replica, "execute watch ('" + time + "+00', array[]::text[])");
    }

    private String agreement(String time) throws SQLException {
        execute(replica, "update usage_turn set due_at = '-infinity'");
        return values(
                        replica,
                        "execute turn ('" + time + "+00', 60000)",
                        row -> row.getInt("fall") + " " + row.getInt("known"))
                .get(0);
    }

    private void rolledUp(String hour, int credits) throws SQLException {
        execute(replica, "update usage_hour set version = version + 1 where hour = '" + hour + "+00'");
        execute(replica, "delete from usage");
        execute(
                replica,
                "insert into usage (hour, caller, account, model, outcome, labels, generations, credits) values ('"
                        + hour + "+00', 'ads', 'default', 'm', 'succeeded', '{}', 1, " + credits + ")");
    }
}
