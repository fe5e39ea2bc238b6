package dev.gengate.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.pgclient.PgException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is done together, and what does not wait for company. */
class MicroBatchTest {
    private static final int MOST_WAITING = 200;

    private final List<List<Integer>> begun = new ArrayList<>();
    private final Deque<UniEmitter<? super List<String>>> running = new ArrayDeque<>();
    private final List<Runnable> soon = new ArrayList<>();
    private final List<String> answers = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private boolean broken;
    private final MicroBatch<Integer, String> batches = new MicroBatch<>(MOST_WAITING, soon::add, this::work);

    @Test
    void oneItemWhenIdleRunsAtOnceAndAlone() {
        submit(1);
        submitRange(2, 4);

        assertEquals(List.of(List.of(1)), begun);
    }

    @Test
    void whatComesMeanwhileIsTheNextBatchAndIsAnsweredInOrder() {
        submit(1);
        submitRange(2, 4);

        endOldest();
        endOldest();

        assertEquals(List.of(List.of(1), List.of(2, 3, 4)), begun);
        assertEquals(List.of("answer 1", "answer 2", "answer 3", "answer 4"), answers);
    }

    @Test
    void afterManyTheNextBatchWaitsForAllButAFewAMomentAtMost() {
        submit(1);
        submitRange(2, 27);
        endOldest();
        endOldest();

        submit(30);
        assertEquals(2, begun.size(), "one alone waits, since 26 came lately");
        soon.forEach(Runnable::run);

        assertEquals(List.of(30), begun.get(2));
        soon.clear();
        endOldest();
        submit(31);
        assertEquals(List.of(31), begun.get(3), "one came lately, so one does not wait");
    }

    @Test
    void allButSixteenDoNotWaitForTheMomentToPass() {
        submit(1);
        submitRange(2, 27);
        endOldest();
        endOldest();

        submitRange(30, 38);
        assertEquals(2, begun.size());
        submit(39);

        assertEquals(3, begun.size());
        assertEquals(10, begun.get(2).size());
    }

    @Test
    void whoWasAnsweredJustNowIsWaitedForTogetherWithWhoWaits() {
        submit(1);
        submitRange(2, 27);
        endOldest();
        submitRange(28, 37);

        endOldest();
        assertEquals(2, begun.size(), "ten wait, and 26 that were answered are about to ask again");
        submitRange(38, 47);

        assertEquals(20, begun.get(2).size());
    }

    @Test
    void fewAreNotWaitedFor() {
        submit(1);
        submitRange(2, 17);

        endOldest();
        endOldest();
        submit(18);

        assertEquals(List.of(18), begun.get(2));
    }

    @Test
    void onlyManyGoBesideABatchUnderWay() {
        submit(1);
        submitRange(2, 48);
        assertEquals(1, begun.size());

        submit(49);

        assertEquals(2, begun.size());
        assertEquals(48, begun.get(1).size());
    }

    @Test
    void afterAFailureWhatWaitedFailsTooAndTheNextItemRuns() {
        submit(1);
        submitRange(2, 3);

        running.poll().fail(new IllegalStateException("outage"));

        assertEquals(List.of("outage", "outage", "outage"), failures);
        submit(4);
        assertEquals(List.of(4), begun.get(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"22021", "23514", "54000", "40P01"})
    void oneThatTheDatabaseRefusesTakesNoOtherWithIt(String state) {
        submit(1);
        submitRange(2, 4);
        endOldest();

        running.poll().fail(refused(state));

        assertEquals(List.of(List.of(1), List.of(2, 3, 4), List.of(2), List.of(3), List.of(4)), begun);
        endOldest();
        running.poll().fail(refused(state));
        submit(5);
        assertEquals(5, begun.size(), "the last of them is still under way");
        endOldest();

        assertEquals(List.of("answer 1", "answer 2", "answer 4"), answers);
        assertEquals(List.of("refused"), failures);
        assertEquals(List.of(5), begun.get(5));
    }

    @Test
    void oneThatIsRefusedAloneStopsNobodyWhoWaits() {
        submit(1);
        submitRange(2, 3);

        running.poll().fail(refused("22021"));
        endOldest();

        assertEquals(List.of("refused"), failures);
        assertEquals(List.of("answer 2", "answer 3"), answers);
    }

    private static Throwable refused(String state) {
        return new IllegalStateException("refused", new PgException("bad", "ERROR", state, ""));
    }

    @Test
    void workThatCannotBeginIsAFailureAndTheNextItemRuns() {
        broken = true;
        submit(1);
        assertEquals(List.of("cannot begin"), failures);

        broken = false;
        submit(2);
        assertEquals(List.of(List.of(2)), begun);
    }

    @Test
    void oneTooManyIsRefusedAtOnce() {
        submitRange(1, 100);
        submitRange(101, 201 + MOST_WAITING);

        assertTrue(failures.contains("too many requests are waiting"));
    }

    private Uni<List<String>> work(List<Integer> items) {
        if (broken) {
            throw new IllegalStateException("cannot begin");
        }
        begun.add(items);
        return Uni.createFrom().<List<String>>emitter(running::add);
    }

    private void submit(int item) {
        batches.submit(item)
                .subscribe()
                .with(answers::add, failure -> failures.add(failure.getCause().getMessage()));
    }

    private void submitRange(int from, int to) {
        IntStream.rangeClosed(from, to).forEach(this::submit);
    }

    private void endOldest() {
        List<Integer> items = begun.get(begun.size() - running.size());
        List<String> done = items.stream().map(item -> "answer " + item).toList();
        running.poll().complete(done);
    }
}
