package dev.gengate.reconcile;

import static dev.gengate.proof.gateway.GatewayCalls.ended;
import static dev.gengate.proof.gateway.GatewayCalls.submitted;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.proof.ledger.GenerationInsert;
import dev.gengate.support.GatewayTest;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tasks about which the provider never answers hold up nothing but themselves. */
@QuarkusTest
@TestProfile(ReconciliationTest.Impatient.class)
class HangingRecordInfoTest extends GatewayTest {
    /** More than one claim takes. */
    private static final int HANGING = 30;

    /** Far less than a question that hangs takes, and enough for a machine that is busy. */
    private static final Duration PROMPTLY = Duration.ofSeconds(10);

    @BeforeEach
    void nothingElseIsDue() {
        nothingIsOpen();
    }

    @Test
    void leaseThatRanOutIsTakenAndItsDeadlineIsKept() {
        tasksHang();
        UUID id = UUID.randomUUID();
        ledger(GenerationInsert.in("submitting")
                .with("id", "'" + id + "'")
                .with("due_at", "now() - interval '1 second'")
                .row());

        await().atMost(PROMPTLY).until(() -> isIn(id, "unconfirmed"));
        // and 2 s after it, its deadline
        await().atMost(PROMPTLY.plusSeconds(2)).until(() -> isIn(id, "failed"));
        assertStillHanging();
    }

    @Test
    void queuedGenerationExpiresAtItsDeadline() {
        tasksHang();
        holdTheQueue();
        UUID id = UUID.randomUUID();
        ledger(GenerationInsert.in("queued")
                .with("id", "'" + id + "'")
                .with("due_at", "now() - interval '1 second'")
                .with("deadline_at", "now() - interval '1 second'")
                .row());

        await().atMost(PROMPTLY).until(() -> isIn(id, "expired"));
        assertStillHanging();
    }

    @Test
    void tasksThatAreAnsweredAreSettledMeanwhile() {
        tasksHang();

        String id = submitted("[sim:no-callback] answered");

        await().atMost(PROMPTLY).until(() -> isIn(UUID.fromString(id), "succeeded"));
        assertStillHanging();
    }

    @Test
    void taskThatHangsIsAskedForOnceMoreAndExpires() {
        String id = submitted("[sim:no-callback] [sim:hang-record] never told");

        ended(id).body("state", equalTo("expired"));

        assertEquals(2, provider.taskOf(id).polls(), "while it was due, and at its deadline");
    }

    @Test
    void taskThatIsToldAtItsDeadlineIsSettled() {
        String id = submitted("[sim:no-callback] [sim:hang-record=1] told at last");

        ended(id).body("state", equalTo("succeeded"));

        assertEquals(2, provider.taskOf(id).polls());
    }

    @Test
    void questionsUnderWayAreBounded() {
        tasksHang(Questions.PLACES + 20, Questions.PLACES);

        await().during(Duration.ofMillis(600)).atMost(PROMPTLY).until(() -> asked() <= Questions.PLACES + 1);
    }

    @Test
    void questionsOfOneAccountTakeNoPlaceOfAnother() {
        tasksHang(Questions.PLACES + 20, Questions.PLACES);
        UUID id = UUID.randomUUID();
        ledger(GenerationInsert.submitted("'elsewhere'")
                .with("id", "'" + id + "'")
                .with("account", "'another'")
                .row());

        await().atMost(PROMPTLY)
                .until(() ->
                        numberInLedger("select count(*) from generation where id = '" + id + "' and due_at > now()")
                                == 1);
        assertTrue(asked() <= Questions.PLACES + 1, "those of the first are still under way");
    }

    private void tasksHang() {
        tasksHang(HANGING, HANGING);
    }

    /** One task, and many rows that ask for it, far from their deadlines. Begins when so many have asked. */
    private void tasksHang(int rows, int asking) {
        String first = submitted("[sim:no-callback] [sim:hang-record] for all");
        String task = provider.taskOf(first).taskId();
        ledger("delete from generation where id = '" + first + "'");
        ledger(GenerationInsert.submitted("'" + task + "'").rows("generate_series(1, " + rows + ")"));
        await().atMost(PROMPTLY).until(() -> asked() >= asking);
    }

    private long asked() {
        return provider.counts().recordInfoCalls();
    }

    private static void assertStillHanging() {
        assertEquals(
                HANGING,
                numberInLedger("select count(*) from generation where task_id is not null and completed_at is null"
                        + " and polls = 1 and due_at > now()"));
    }

    private static boolean isIn(UUID id, String state) {
        return numberInLedger("select count(*) from generation where id = '" + id + "' and state = '" + state + "'")
                == 1;
    }
}
