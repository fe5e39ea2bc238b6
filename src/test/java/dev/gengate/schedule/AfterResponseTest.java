package dev.gengate.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What nobody waits for comes after what somebody waits for. */
class AfterResponseTest {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void onAnEventLoopItComesAfterWhatTheLoopIsAboutInOrder() throws Exception {
        List<String> done = new ArrayList<>();
        CompletableFuture<List<String>> end = new CompletableFuture<>();

        vertx.runOnContext(begin -> {
            AfterResponse.run(() -> done.add("log"));
            AfterResponse.run(() -> {
                done.add("event");
                end.complete(done);
            });
            done.add("answer");
        });

        assertEquals(List.of("answer", "log", "event"), end.get(10, TimeUnit.SECONDS));
    }

    @Test
    void whereThereIsNoneItIsDoneAtOnce() {
        List<String> done = new ArrayList<>();

        AfterResponse.run(() -> done.add("log"));

        assertEquals(List.of("log"), done);
    }
}
