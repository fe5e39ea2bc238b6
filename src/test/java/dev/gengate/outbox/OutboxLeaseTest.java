package dev.gengate.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.generation.outbox.OutboxEntry;
import dev.gengate.outbox.topic.PackagedProducer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Whether an entry is its replica's, as far as that knows, and until when it may begin to send. */
class OutboxLeaseTest {
    private static final Instant TAKEN = Instant.parse("2026-01-01T00:00:00Z");

    /** Kafka's own {@code producer.id.expiration.ms}. */
    private static final Duration REMEMBERED = Duration.ofDays(1);

    private final OutboxLease lease = new OutboxLease(new OutboxEntry(
            1, List.of(new UUID(0, 1)), new OutboxEntry.Lease(new UUID(0, 9), TAKEN.plus(OutboxLease.LENGTH))));

    @Test
    void itsRecordsAreSentSomeSecondsBeforeItsEndAtTheLatest() {
        assertEquals(TAKEN.plusSeconds(15), lease.lastMomentToSend());
        assertTrue(lease.maySend(TAKEN.plusMillis(14_999)));
        assertFalse(lease.maySend(TAKEN.plusSeconds(15)));
        assertTrue(lease.mine(TAKEN.plusMillis(19_999)));
        assertFalse(lease.mine(TAKEN.plusSeconds(20)));
    }

    @Test
    void itWantsToBeRenewedOnceItIsSomeSecondsOld() {
        assertFalse(lease.olderThan(Duration.ofSeconds(5), TAKEN.plusMillis(4_999)));
        assertTrue(lease.olderThan(Duration.ofSeconds(5), TAKEN.plusSeconds(5)));
    }

    @Test
    void renewedItIsAsGoodAsNew() {
        lease.renewed(TAKEN.plusSeconds(38));

        assertTrue(lease.mine(TAKEN.plusSeconds(37)));
        assertEquals(TAKEN.plusSeconds(33), lease.lastMomentToSend());
    }

    /** Once the lease is over, another replica sends what this producer gave up; the broker may have taken it by then. */
    @Test
    void producerKeepsARecordForMuchLongerThanItsLeaseAndForLessTimeThanTheBrokerRemembersIt() throws IOException {
        Duration kept = Duration.ofMillis(Long.parseLong(PackagedProducer.setting("delivery.timeout.ms")));

        assertTrue(kept.compareTo(OutboxLease.LENGTH.multipliedBy(100)) > 0, kept::toString);
        assertTrue(kept.compareTo(REMEMBERED) < 0, kept::toString);
        assertEquals("true", PackagedProducer.setting("enable.idempotence"));
        assertEquals("all", PackagedProducer.setting("acks"));
    }

    @Test
    void lostItIsNobodysLeaveAndStaysSo() {
        lease.lost();

        assertFalse(lease.mine(TAKEN));
        assertFalse(lease.maySend(TAKEN));
        assertFalse(lease.olderThan(Duration.ofSeconds(5), TAKEN.plusSeconds(60)), "it is not asked for again");
    }
}
