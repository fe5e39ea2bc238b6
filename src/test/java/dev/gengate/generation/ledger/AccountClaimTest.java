package dev.gengate.generation.ledger;

import static dev.gengate.proof.ledger.Sql.execute;
import static dev.gengate.proof.ledger.Sql.value;
import static dev.gengate.proof.ledger.Sql.values;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.proof.ledger.GenerationInsert;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a dispatcher claims for which of two accounts, statement by statement. */
class AccountClaimTest extends TwoAccounts {
    /** Whatever the caller's accounts are now: only this one knows the task that is named. */
    @Test
    void accountThatDrainsTakesFollowUpsAndNothingElse() throws SQLException {
        for (int i = 0; i < 4; i++) {
            accept(new Asked("ads").orders("0, null"));
        }
        assertEquals(
                List.of("submitting one", "submitting one", "submitting one", "queued none"), values(replica, STATES));
        accept(new Asked("shop").only("two").may("one").orders("0, null"));
        execute(
                replica,
                "execute set_aside_at_accounts (" + configured("0, null", "3, 2", "0, 0", "99, 99")
                        + ", array['shop'], array['one'])");

        assertEquals(1, values(replica, claimed("0, null", 0, 0)).size());

        assertEquals(List.of("two"), values(replica, "select account from generation where caller = 'shop'"));
        assertEquals("1", value(replica, "select priority from generation where state = 'queued'"));
        accept(new Asked("shop").orders("0, null"));
        assertEquals("2", value(replica, "select count(*) from generation where state = 'queued'"));
    }

    @Test
    void claimGivesEachItsAccountAndPassesByWhatNoneWithRoomMayTake() throws SQLException {
        execute(replica, "update pace set paused_until = 'infinity'");
        accept(new Asked("ads").only("two"));
        accept(new Asked("ads").only("two"));
        accept(new Asked("ads").only("two"));
        for (int i = 0; i < 5; i++) {
            accept("ads");
        }
        execute(replica, "update pace set paused_until = '-infinity'");

        // what does not get the account that it must have may leave others to the next claim
        int sent = 0;
        for (int round = 0; round < 4; round++) {
            sent += claim(0, 0).size();
        }

        assertEquals(5, sent);
        assertEquals(List.of("one 3", "two 2"), values(replica, TAKEN));
        assertEquals(
                List.of("two"),
                values(
                        replica,
                        "select distinct account from generation where only_account is not null and account is not null"));
    }

    @Test
    void whatWasRefusedGoesToAnotherAndComesBackWhereItMayBe() throws SQLException {
        accept("ads");
        String id = value(replica, "select id from generation");
        assertEquals(
                "t", value(replica, "execute stop_at_account (" + configured() + ", null, null, '" + id + "', 'one')"));
        execute(replica, "execute requeued ('" + id + "', 1, 'NO_CREDITS')");
        assertEquals(List.of("queued none"), values(replica, STATES));

        assertEquals(List.of(id), claim(0, 0));

        assertEquals(List.of("submitting two"), values(replica, STATES));
        execute(replica, "update generation set state = 'unconfirmed'");
        execute(replica, "execute resubmit ('" + id + "', now(), now() + interval '1 minute', array['one', 'two'])");
        execute(
                replica,
                "update account set stopped_from = null, paused_until = now() + interval '1 hour' where name = 'two'");
        assertEquals(List.of(), claim(0, 0), "the first task may be there");
        assertEquals(List.of("queued two"), values(replica, STATES), "and there it is asked for");
        execute(replica, "update account set paused_until = '-infinity'");
        assertEquals(List.of(id), claim(0, 0));
        execute(replica, "execute requeued ('" + id + "', 3, 'RATE_LIMITED at two')");
        assertEquals(List.of("queued two"), values(replica, STATES));
    }

    /** As after a restore: nobody knows whether it was sent, nor where. */
    @ParameterizedTest
    @CsvSource({
        "-, -, submitting one",
        "-, two, submitting two",
        "two, -, submitting two",
        "removed, -, unconfirmed removed",
        "-, removed, unconfirmed none"
    })
    void whatIsSentAgainGoesWhereItWasOrElseWhereItMayGo(String account, String only, String then) throws SQLException {
        accept("ads");
        execute(
                replica,
                "update generation set state = 'unconfirmed', account = nullif('%s', '-'), only_account = nullif('%s', '-')"
                        .formatted(account, only));
        execute(
                replica,
                "execute resubmit ('%s', now(), now() + interval '1 minute', array['one', 'two'])"
                        .formatted(value(replica, "select id from generation")));

        claim(0, 0);

        assertEquals(List.of(then), values(replica, STATES));
    }

    @Test
    void lookAndPlaceTellWhenTheNextMayBeSent() throws SQLException {
        assertEquals(List.of("f 0 f"), looks());
        for (int i = 0; i < 6; i++) {
            accept("ads");
        }
        assertEquals(List.of("t 1000 f"), looks());
        execute(replica, "update pace_slot set free_at = '-infinity' where slot < 2000");
        assertEquals(List.of("t 0 f"), looks());
        execute(replica, "update account set key_rejected_at = now() where name = 'one'");
        assertEquals(List.of("t 1000 t"), looks(), "it takes nothing until its key is good");
        execute(replica, "update account set braked_until = 'infinity'");
        assertEquals(List.of("t 1000 t"), looks());
        assertEquals(
                "1",
                value(
                        replica,
                        """
                        execute place_at_accounts (null, 'ads', 5, 3600000000, 0, null, null, 0, current_date, 4,
                        array['one', 'two'], array[3, 2], null, null)"""));
    }

    /** Neither another account nor one that is stopped without an end is waited for. */
    @Test
    void placeHasAStartWhileAnAccountThatMayServeItGoesOn() throws SQLException {
        for (String stop :
                List.of("key_rejected_at = now()", "no_credits_since = now()", "braked_until = 'infinity'")) {
            execute(replica, "delete from account; insert into account (name, ring) values ('one', 1), ('two', 2)");
            execute(replica, "update account set " + stop + " where name = 'one'");

            assertTrue(hasAStart("null", "null"), stop);
            assertTrue(hasAStart("array['two']", "null"), stop);
            assertTrue(hasAStart("array['one']", "'two'"), stop);
            assertFalse(hasAStart("array['one']", "null"), stop);
            assertFalse(hasAStart("null", "'one'"), stop);
        }
    }

    private boolean hasAStart(String may, String only) throws SQLException {
        String place = "execute place_at_accounts (null, 'ads', 5, 3600000000, 0, null, null, 0, current_date, 4,"
                + " array['one', 'two'], array[3, 2], " + may + ", " + only + ")";
        return values(replica, place, row -> row.getString("starts_at")).get(0) != null;
    }

    /** Each row that is looked at is read, and nobody else claims meanwhile. */
    @Test
    void ofCallerWhoseAccountsHaveNoRoomTheFirstRowsAreLookedAtAndNotAll() throws SQLException {
        execute(
                replica,
                GenerationInsert.in("queued")
                        .with("caller", "'shop'")
                        .with("credits", "4")
                        .rows("generate_series(1, 2777)"));
        String restricted = claimed("0, 0", 0, 0).replace("null, null)", "array['shop'], array['three'])");

        String plan = String.join("\n", values(replica, "explain (analyze, timing off) " + restricted));

        assertFalse(plan.contains("2777"), plan);
        assertEquals(5, claim(0, 0).size());
    }

    private List<String> looks() throws SQLException {
        return values(
                replica,
                "execute look_at_accounts (" + configured() + ", false)",
                row -> row.getString("waiting") + " " + row.getString("millis") + " " + row.getString("stopped"));
    }
}
