package dev.gengate.startup;

import static org.junit.jupiter.api.Assertions.assertSame;

import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ContextPropagationTest {

    /** To wrap each step of each Uni, so that it has its caller's contexts, cost more than the rest of a callback. */
    @Test
    void stepsAreNotWrapped() {
        Consumer<String> step = item -> {};

        assertSame(step, Infrastructure.decorate(step));
    }
}
