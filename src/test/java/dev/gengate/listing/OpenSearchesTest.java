package dev.gengate.listing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gengate.access.Caller;
import dev.gengate.problem.ProblemException;
import dev.gengate.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OpenSearchesTest {
    private static final Caller ADS = new Caller("ads", false, false);
    private static final Caller SHOP = new Caller("shop", false, false);

    private final OpenSearches open = new OpenSearches();
    private final List<UniEmitter<? super String>> running = new ArrayList<>();
    private final List<UniAssertSubscriber<String>> waiting = new ArrayList<>();

    @BeforeEach
    void twentyAreOpen() {
        for (int i = 0; i < 20; i++) {
            waiting.add(open.bound(ADS, Uni.createFrom().<String>emitter(running::add))
                    .subscribe()
                    .withSubscriber(UniAssertSubscriber.create()));
        }
    }

    @Test
    void oneMoreOfTheSameCallerIsRefusedAndOthersAreNot() {
        ProblemException refusal = assertThrows(ProblemException.class, () -> search(ADS));

        assertEquals(ProblemType.TOO_MANY_SEARCHES, refusal.type());
        assertEquals(Duration.ofSeconds(1), refusal.retryAfter());
        assertEquals("found", search(SHOP));
        assertThrows(ProblemException.class, () -> search(ADS));
    }

    @Test
    void eachThatEndsMakesRoom() {
        running.get(0).complete("found");
        running.get(1).fail(new IllegalStateException("the database is away"));
        waiting.get(2).cancel();

        for (int i = 0; i < 3; i++) {
            open.bound(ADS, Uni.createFrom().nothing()).subscribe().with(found -> {});
        }
        assertThrows(ProblemException.class, () -> search(ADS));
    }

    private String search(Caller caller) {
        return open.bound(caller, Uni.createFrom().item("found")).await().indefinitely();
    }
}
