package dev.gengate.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TimersTest {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        await(vertx.close());
    }

    @Test
    void timerOfAVerticleThatIsUndeployedRunsOnItsEventLoop() throws Exception {
        CompletableFuture<String> ran = new CompletableFuture<>();
        CompletableFuture<String> set = new CompletableFuture<>();
        String verticle = await(vertx.deployVerticle(new AbstractVerticle() {
            @Override
            public void start() {
                Timers.after(
                        vertx, 100, () -> ran.complete(Thread.currentThread().getName()));
                set.complete(Thread.currentThread().getName());
            }
        }));

        await(vertx.undeploy(verticle));

        assertEquals(set.get(), ran.get(5, TimeUnit.SECONDS));
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }
}
