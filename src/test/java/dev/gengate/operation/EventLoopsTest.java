package dev.gengate.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.inject.Inject;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** As many event loops as processors. */
@QuarkusTest
class EventLoopsTest {
    @Inject
    Vertx vertx;

    @Test
    void thereIsOneForEachProcessorAndTwoAtLeast() {
        long loops = StreamSupport.stream(
                        ((VertxInternal) vertx).getEventLoopGroup().spliterator(), false)
                .count();

        assertEquals(Math.max(2, Runtime.getRuntime().availableProcessors()), loops);
    }
}
