package dev.gengate.observability;

import static org.awaitility.Awaitility.await;
import static org.eclipse.microprofile.health.HealthCheckResponse.Status.DOWN;
import static org.eclipse.microprofile.health.HealthCheckResponse.Status.UP;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.impl.VertxInternal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A thread of the server that is stuck or gone, and a port that nobody answers, are noticed; and nothing before. */
class ServerLivenessTest {
    private static final int PATIENCE_MILLIS = 200;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
    private final AtomicLong nanos = new AtomicLong();
    private final CountDownLatch stuck = new CountDownLatch(1);

    @AfterEach
    void close() {
        stuck.countDown();
        vertx.close();
    }

    @Test
    void eventLoopThatIsStuckIsNoticedAndSoIsThatItCameBack() {
        ServerLiveness liveness = liveness(port(0));
        vertx.runOnContext(blocked -> hold(stuck));
        assertEquals(UP, status(liveness));

        nanos.addAndGet(ServerLiveness.LONGEST_SILENCE.plusSeconds(1).toNanos());
        await().during(Duration.ofSeconds(2)).until(() -> status(liveness) == DOWN);

        stuck.countDown();
        await().until(() -> status(liveness) == UP);
    }

    @Test
    void acceptorThatIsGoneIsNoticed() {
        ServerLiveness liveness = liveness(port(0));
        ((VertxInternal) vertx).getAcceptorEventLoopGroup().shutdownGracefully(0, 0, TimeUnit.SECONDS);

        nanos.addAndGet(ServerLiveness.LONGEST_SILENCE.plusSeconds(1).toNanos());

        await().during(Duration.ofSeconds(2)).until(() -> status(liveness) == DOWN);
    }

    @Test
    void portThatIsOpenAndSilentIsNoticedOnceItHasAnswered() throws IOException {
        try (ServerSocket accepted = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            OwnPort port = port(accepted.getLocalPort());
            ServerLiveness liveness = liveness(port);
            ask(port, ServerLiveness.MOST_UNANSWERED);
            assertEquals(UP, status(liveness), "it may not be open yet");

            Thread server = answering(accepted, port);
            await().until(() -> !server.isAlive());
            ask(port, ServerLiveness.MOST_UNANSWERED - 1);
            assertEquals(UP, status(liveness));
            ask(port, 1);

            assertEquals(DOWN, status(liveness));
        }
    }

    /** Takes the questions that were asked before too, as the system kept them. */
    private static Thread answering(ServerSocket server, OwnPort port) {
        Thread thread = new Thread(() -> {
            try {
                for (int i = 0; i <= ServerLiveness.MOST_UNANSWERED; i++) {
                    server.accept().getOutputStream().write('H');
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        thread.start();
        port.ask();
        return thread;
    }

    private static void ask(OwnPort port, int times) {
        for (int i = 0; i < times; i++) {
            port.ask();
        }
    }

    private ServerLiveness liveness(OwnPort port) {
        return new ServerLiveness(new LoopBeats(vertx, nanos::get), port);
    }

    private static OwnPort port(int port) {
        return new OwnPort(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
    }

    private static HealthCheckResponse.Status status(ServerLiveness liveness) {
        return liveness.call().await().indefinitely().getStatus();
    }

    private static void hold(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
