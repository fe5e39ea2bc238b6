package dev.gengate.outbox;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.generation.outbox.OutboxEntry;
import dev.gengate.support.GatewayTest;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Entries that a replica holds while the broker has some of their events, or may have: nobody else takes them. */
@QuarkusTest
class OutboxLeasesTest extends GatewayTest {
    private static final long KEPT = 1_000_000_001;
    private static final long TAKEN = 1_000_000_002;
    private static final UUID A = UUID.randomUUID();
    private static final UUID B = UUID.randomUUID();

    @Inject
    OutboxLeases leases;

    @Inject
    OutboxMarks marks;

    @Inject
    Clock clock;

    @AfterEach
    void nothingIsHeld() {
        ledger("drop trigger if exists refused on outbox");
        leases.end(List.of(KEPT, TAKEN));
        ledger("delete from outbox where id in (%d, %d)".formatted(KEPT, TAKEN));
    }

    @Test
    void leaseIsRenewedBeforeItEndsAndWhatAnotherHasIsNoLongerSent() {
        Instant end = clock.instant().plusSeconds(7);
        OutboxLease kept = held(KEPT, end);
        OutboxLease lost = held(TAKEN, end);
        ledger("update outbox set holder = gen_random_uuid() where id = " + TAKEN);

        await().atMost(Duration.between(clock.instant(), end)).until(() -> kept.mine(end.plusSeconds(5)));

        assertEquals(
                1, numberInLedger("select count(*) from outbox where id = %d and due_at > '%s'".formatted(KEPT, end)));
        assertFalse(lost.mine(clock.instant()));
    }

    /**
     * After an outage its mark is on the way. A claim may be answered after the mark that it held up, and the entry is then
     * held here no longer.
     */
    @Test
    void whatRanOutWhileTheLedgerWasAwayIsNotClaimedAgain() {
        Instant now = clock.instant();
        OutboxLease lease = held(KEPT, now.plusSeconds(60));
        lease.renewed(now.minusSeconds(1));

        leases.renewWhatRanOut().await().indefinitely();

        assertTrue(lease.mine(now));
        assertEquals(
                1,
                numberInLedger("select count(*) from outbox where id = %d and due_at < '%s'"
                        .formatted(KEPT, now.plusSeconds(30))));
    }

    /** Otherwise the entry would be anybody's once its lease has ended, with the event that the broker has. */
    @Test
    void markThatFailsIsTriedAgainWhileTheEntryIsHeld() {
        EntryAnswers answers = answers(false, null, new IllegalStateException("the broker is away"));
        ledger("create sequence if not exists refusals");
        ledger("create or replace function refuse() returns trigger language plpgsql as"
                + " $$ begin perform nextval('refusals'); raise exception 'not now'; end $$");
        ledger("create trigger refused before update on outbox for each row when (old.id = " + KEPT
                + ") execute function refuse()");

        marks.write(answers);

        await().until(() -> numberInLedger("select last_value from refusals") >= 2);
        ledger("drop trigger refused on outbox");
        await().until(() -> numberInLedger("select count(*) from outbox where cardinality(generations) = 2") == 0);
    }

    @Test
    void entryThatFailsAloneIsNotTheFirstInLineAtOnce() {
        IllegalStateException failure = new IllegalStateException("of this record, or of the broker");

        marks.write(answers(true, failure, failure));

        await().until(() -> numberInLedger("select count(*) from outbox where holder is null and due_at between now()"
                        + " + interval '1 second' and now() + interval '3 seconds' and id = " + KEPT)
                == 1);
    }

    private EntryAnswers answers(boolean probe, Throwable first, Throwable second) {
        Instant end = leases.from(clock.instant()).until();
        EntryAnswers answers = new EntryAnswers(held(KEPT, end), probe);
        answers.expect();
        answers.expect();
        answers.answered(A, first);
        answers.answered(B, second);
        return answers;
    }

    private OutboxLease held(long id, Instant until) {
        OutboxEntry.Lease lease =
                new OutboxEntry.Lease(leases.from(clock.instant()).holder(), until);
        ledger("insert into outbox (id, completed_at, due_at, holder, generations) overriding system value values"
                + " (%d, now(), '%s', '%s', array['%s','%s']::uuid[])".formatted(id, until, lease.holder(), A, B));
        return leases.hold(new OutboxEntry(id, List.of(A, B), lease));
    }
}
