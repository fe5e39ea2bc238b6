package dev.gengate.tuning;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.impl.VertxInternal;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** How many event loops there are. */
@QuarkusTest
class EventLoopsTest {
    @Inject
    Vertx vertx;

    @Test
    void thereIsOneForEveryTwoProcessors() {
        long loops = StreamSupport.stream(
                        ((VertxInternal) vertx).getEventLoopGroup().spliterator(), false)
                .count();

        assertEquals(Math.max(1, Runtime.getRuntime().availableProcessors() / 2), loops);
    }

    @Test
    void whoConfiguresANumberGetsIt() {
        VertxOptions options = new VertxOptions();

        new EventLoops(Optional.of(3)).accept(options);

        assertEquals(3, options.getEventLoopPoolSize());
    }
}
