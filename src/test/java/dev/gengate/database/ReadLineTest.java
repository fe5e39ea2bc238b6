package dev.gengate.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.pgclient.PgException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReadLineTest {
    private static final int PLACES = 2;

    private final List<UniEmitter<? super String>> begun = new ArrayList<>();
    private final List<Runnable> patience = new ArrayList<>();
    private final List<Object> answers = new ArrayList<>();
    private final ReadLine line = new ReadLine(PLACES, 100, (ended, over) -> patience.add(over));

    @Test
    void soManyAtATimeAndTheOthersInTheirOrder() {
        read(4);

        assertEquals(2, begun.size());
        begun.get(0).complete("first");
        assertEquals(3, begun.size());
        begun.get(2).complete("third");
        assertEquals(List.of("first", "third"), answers);
        assertEquals(4, begun.size());
    }

    @Test
    void oneThatStandsStillWhileOthersAreAnsweredHasOneMoreTurn() {
        read(4);

        begun.get(1).complete("second");
        patience.get(0).run();
        begun.get(2).complete("third");
        begun.get(4).complete("first");
        begun.get(3).complete("fourth");

        assertEquals(List.of("second", "third", "first", "fourth"), answers);
    }

    @Test
    void oneThatStandsStillTwiceFailsAlone() {
        read(4);

        begun.get(1).complete("second");
        patience.get(0).run();
        begun.get(2).complete("third");
        begun.get(3).complete("fourth");
        patience.get(4).run();

        assertUnavailable(3);
    }

    @Test
    void ledgerThatAnswersNobodyTakesAllThatWaitWithIt() {
        read(10);

        patience.get(0).run();

        assertEquals(9, answers.size());
        IntStream.range(0, 9).forEach(this::assertUnavailable);
        assertEquals(2, begun.size(), "nothing more is tried of those");
        begun.get(1).complete("the last one, after all");
        read(1);
        assertEquals(3, begun.size());
    }

    @Test
    void whatTheLedgerRefusesConcernsNobodyElse() {
        read(3);

        begun.get(0).fail(new PgException("no", "ERROR", "57014", "canceled"));

        assertUnavailable(0);
        assertEquals(1, answers.size());
        assertEquals(3, begun.size());
    }

    @Test
    void thatEndsWhereItBeginsIsDoneManyTimes() {
        read(2);
        IntStream.range(0, 90).forEach(i -> line.inTurn(Uni.createFrom().failure(new PgException("", "", "", "")))
                .subscribe()
                .with(answers::add, answers::add));

        begun.get(0).complete("first");

        assertEquals(91, answers.size());
    }

    @Test
    void whoFindsTooManyWaitingFailsAtOnce() {
        read(PLACES + 100);

        read(1);

        assertUnavailable(0);
        assertEquals(1, answers.size());
    }

    @Test
    void answerAfterItsPatienceIsNobodys() {
        read(1);

        patience.get(0).run();
        begun.get(0).complete("late");

        assertEquals(1, answers.size());
        assertInstanceOf(TimeoutException.class, ((Throwable) answers.get(0)).getCause());
    }

    private void read(int many) {
        for (int i = 0; i < many; i++) {
            line.inTurn(Uni.createFrom().<String>emitter(begun::add))
                    .subscribe()
                    .with(answers::add, answers::add);
        }
    }

    private void assertUnavailable(int answer) {
        assertInstanceOf(DatabaseUnavailableException.class, answers.get(answer));
    }
}
