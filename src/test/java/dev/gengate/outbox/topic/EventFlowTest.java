package dev.gengate.outbox.topic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.generation.Generation;
import dev.gengate.generation.GenerationState;
import dev.gengate.support.GenerationRow;
import dev.gengate.support.HandClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

/** Which partitions take events, and how much the producer may have of each. */
class EventFlowTest {
    private static final int SICK = 0;
    private static final int WELL = 1;
    private static final int SIZE = 2_000;
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Hand clock = new Hand();
    private final EventFlow all = new EventFlow(Set.of("own", "common"), clock);
    private final TopicFlow flow = new TopicFlow("common", 4_000, EventFlow.MOST_BYTES, clock);

    @Test
    void partitionThatTakesNothingGetsNoMoreAndTheOthersGoOn() throws InterruptedException {
        flow.partitions(2);
        flow.begin(SICK, SIZE);
        clock.advance(Duration.ofMillis(3_001));

        PartitionStalledException stalled = assertThrows(PartitionStalledException.class, () -> flow.begin(SICK, SIZE));

        assertEquals(START.plusSeconds(13), stalled.again());
        flow.begin(WELL, SIZE);
        assertTrue(flow.takes());
    }

    @Test
    void onceNoPartitionTakesAnyNothingFollows() throws InterruptedException {
        flow.partitions(2);
        flow.begin(SICK, SIZE);
        flow.begin(WELL, SIZE);
        clock.advance(Duration.ofSeconds(4));

        assertFalse(flow.takes());

        flow.end(WELL, SIZE, true);
        assertTrue(flow.takes());
        assertTrue(flow.movesAgain());
        assertFalse(flow.movesAgain(), "it is said once");
    }

    /** However slow: it is the silence that counts. */
    @Test
    void partitionThatTakesOneNowAndThenIsNotStalled() throws InterruptedException {
        for (int second = 0; second < 10; second++) {
            flow.begin(SICK, SIZE);
            flow.begin(SICK, SIZE);
            clock.advance(Duration.ofSeconds(2));
            flow.end(SICK, SIZE, true);
        }
        assertTrue(flow.takes());
        assertFalse(flow.movesAgain());
    }

    @Test
    void theLongerItTakesNothingTheLaterItsEventsAreTriedUpToFiveMinutes() throws InterruptedException {
        flow.begin(SICK, SIZE);
        clock.advance(Duration.ofMinutes(2));
        assertEquals(clock.instant().plus(Duration.ofMinutes(2)), pause());
        clock.advance(Duration.ofHours(2));
        assertEquals(clock.instant().plus(Duration.ofMinutes(5)), pause());
    }

    /** An hour at 1,000 a second to twelve partitions: of the sick one no more than came in the first seconds. */
    @Test
    void whatTheProducerHasOfASickPartitionIsBounded() throws InterruptedException {
        flow.partitions(12);
        int handedOver = 0;
        for (int event = 0; event < 3_600 * 83; event++) {
            handedOver += handOver() ? 1 : 0;
            clock.advance(Duration.ofMillis(12));
        }
        assertTrue(handedOver <= 251, handedOver + " events");
    }

    @Test
    void thereIsNoRoomForMoreBytesThanTheProducersMemoryHas() throws InterruptedException {
        flow.partitions(2);
        int largest = 1 << 20;
        int handedOver = 0;
        clock.ticking = true;
        while (handOver(largest)) {
            handedOver++;
        }
        assertEquals(8, handedOver, "of 16 MiB its half");
    }

    @Test
    void longEventsFillTheHeapBeforeTheyAreMany() {
        Generation row =
                GenerationRow.ended(UUID.randomUUID(), "x".repeat(256 * 1024), GenerationState.SUCCEEDED, "[]");
        for (int event = 0; event < 256; event++) {
            assertTrue(all.open(), event + " events");
            all.begin(List.of(row));
        }
        assertFalse(all.open());

        for (int event = 0; event < 256; event++) {
            all.end(row);
        }
        assertTrue(all.open() && all.underWay().count() == 0);
    }

    @Test
    void refusalStopsAllUntilOneIsTaken() {
        all.refuses();
        assertFalse(all.open());
        all.takesAgain();
        assertTrue(all.open());
    }

    @Test
    void topicThatTakesNothingIsAskedAgainLaterAndTheOtherGoesOn() throws InterruptedException {
        TopicFlow own = all.of("own");
        Instant again = own.refused(new TimeoutException()).again();

        assertEquals(START.plusSeconds(10), again);
        assertTrue(own.refused(new TimeoutException()).refusedFor().isPresent(), "counted");
        assertTrue(assertThrows(PartitionStalledException.class, own::check)
                .refusedFor()
                .isEmpty());
        all.of("common").check();
        assertTrue(all.open());

        clock.advance(Duration.ofSeconds(10));
        own.check();
        own.begin(SICK, SIZE);
        own.end(SICK, SIZE, true);
        assertTrue(own.takes() && all.movesAgain(), "what waits for it is due");
    }

    /** Where none were tried again, none could tell that it takes events again. */
    @Test
    void onceEveryTopicHasRefusedEachIsAskedAgain() throws InterruptedException {
        TopicFlow own = all.of("own");
        own.refused(new TimeoutException());
        all.of("common").refused(new TimeoutException());
        assertFalse(all.open());

        clock.advance(Duration.ofSeconds(10));
        assertTrue(all.open() && all.somePartitionTakes());

        own.refused(new TimeoutException());
        all.of("common").refused(new TimeoutException());
        assertFalse(all.open(), "they refuse still");

        clock.advance(Duration.ofSeconds(10));
        own.begin(SICK, SIZE);
        own.end(SICK, SIZE, true);
        assertTrue(own.takes() && all.movesAgain());
    }

    /** The other replica may have sent what waited: nobody says so here. */
    @Test
    void topicIsHeldUpFromItsFirstRefusalUntilItTakesOneOrRefusesNoMore() throws InterruptedException {
        TopicFlow own = all.of("own");
        own.refused(new TopicAuthorizationException("own"));
        clock.advance(Duration.ofSeconds(20));
        own.refused(new TopicAuthorizationException("own"));
        assertEquals(Duration.ofSeconds(20), all.held("own"));
        assertEquals("TopicAuthorizationException", own.reason());
        assertEquals(Duration.ZERO, all.held("common"));

        own.begin(SICK, SIZE);
        own.end(SICK, SIZE, true);
        assertEquals(Duration.ZERO, all.held("own"));
        assertNull(own.reason());

        own.refused(new TopicAuthorizationException("own"));
        clock.advance(Duration.ofMinutes(5));
        assertEquals(Duration.ofMinutes(5), all.held("own"));
        clock.advance(Duration.ofSeconds(10));
        assertEquals(Duration.ZERO, all.held("own"), "idle");
    }

    /** As where too few copies are in sync: the producer waits, and nobody refuses. */
    @Test
    void topicIsHeldUpByAPartitionThatTakesNothingInSilence() throws InterruptedException {
        TopicFlow own = all.of("own");
        own.partitions(2);
        own.begin(SICK, SIZE);
        clock.advance(Duration.ofSeconds(3));
        assertEquals(Duration.ZERO, all.held("own"), "so long it may take");
        clock.advance(Duration.ofSeconds(17));
        own.begin(WELL, SIZE);
        own.end(WELL, SIZE, true);

        assertEquals(Duration.ofSeconds(20), all.held("own"));
        assertEquals("partition 0 is stalled", own.reason());
        assertEquals(Duration.ZERO, all.held("common"));

        own.end(SICK, SIZE, true);
        assertEquals(Duration.ZERO, all.held("own"));
    }

    @Test
    void brokerThatIsAwayIsNoRefusalOfItsTopics() {
        all.of("own").refused(new org.apache.kafka.common.errors.TimeoutException("no broker"));

        assertEquals(Duration.ZERO, all.held("own"));
    }

    @Test
    void onlyTopicIsHeldUpToo() {
        flow.failed(new TopicAuthorizationException("common"));
        clock.advance(Duration.ofSeconds(5));

        assertEquals(Duration.ofSeconds(5), flow.held());
    }

    private Instant pause() {
        return assertThrows(PartitionStalledException.class, () -> flow.begin(SICK, SIZE))
                .again();
    }

    private boolean handOver() throws InterruptedException {
        return handOver(SIZE);
    }

    private boolean handOver(int size) throws InterruptedException {
        try {
            flow.begin(SICK, size);
            return true;
        } catch (PartitionStalledException e) {
            return false;
        }
    }

    /** That clock, which goes by a tenth of a second whenever it is looked at, if that is asked for. */
    private static final class Hand extends HandClock {
        private boolean ticking;

        @Override
        public Instant instant() {
            if (ticking) {
                advance(Duration.ofMillis(100));
            }
            return super.instant();
        }
    }
}
