package dev.gengate.proof.faults;

import dev.gengate.proof.gateway.Scrape;
import dev.gengate.proof.servers.Closing;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/**
 * A caller that sends half of a large body on each of many connections to one replica, and then nothing: more than the
 * replica has room for, each no larger than a body may be.
 */
final class HalfBodies implements AutoCloseable {
    static final int CONNECTIONS = 200;
    /** A third of what a body may have: one that declares more than that is refused from its head and holds nothing. */
    private static final int DECLARED = 256 * 1024;

    private static final String REFUSED = "gateway_bodies_refused_total{sender=\"caller\"}";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long LOOK_MILLIS = 200;

    private final int port;
    private final URI management;
    private final String key;
    private final AtomicInteger sent = new AtomicInteger();
    private volatile double refusedBefore;
    private volatile boolean thrown;
    private Vertx vertx;

    /** @param key of the caller that does it */
    HalfBodies(int port, URI management, String key) {
        this.port = port;
        this.management = management;
        this.key = key;
    }

    /** Opens them all; done when every one has sent its half, or was closed by the gateway while it did. */
    void send() {
        refusedBefore = refused();
        vertx = Vertx.vertx(
                new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1).setUseDaemonThread(true));
        // a replica that is killed later has counted them in vain
        vertx.setPeriodic(LOOK_MILLIS, look -> vertx.executeBlocking(this::thrown, false));
        NetClient client = vertx.createNetClient(new NetClientOptions().setConnectTimeout(1_000));
        Buffer half = half();
        for (int number = 0; number < CONNECTIONS; number++) {
            open(client, half);
        }
        Awaitility.await().atMost(PATIENCE).until(() -> sent.get() >= CONNECTIONS);
    }

    /** Again while the replica is down. */
    private void open(NetClient client, Buffer half) {
        client.connect(port, "localhost")
                .onSuccess(connection -> send(client, connection, half))
                .onFailure(nobody -> vertx.setTimer(1_000, again -> open(client, half)));
    }

    /** Again where the replica dies, which closes without an answer. */
    private void send(NetClient client, NetSocket connection, Buffer half) {
        AtomicBoolean answered = new AtomicBoolean();
        connection.exceptionHandler(reset -> {});
        connection.handler(answer -> answered.set(true));
        connection.closeHandler(closed -> {
            if (!answered.get()) {
                vertx.setTimer(1_000, again -> open(client, half));
            }
        });
        connection.write(half.copy()).onComplete(written -> sent.incrementAndGet());
    }

    private Buffer half() {
        return Buffer.buffer("POST /v1/generations HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                        + key + "\r\nContent-Type: application/json\r\nContent-Length: "
                        + DECLARED + "\r\n\r\n{\"input\":{\"prompt\":\"")
                .appendString("x".repeat(DECLARED / 2));
    }

    /** Whether the replica has had no room for some of them. */
    boolean thrown() {
        thrown = thrown || refused() > refusedBefore;
        return thrown;
    }

    /** 0 of a replica that is down: it counts anew. */
    private double refused() {
        try (var metrics = management.resolve("/q/metrics").toURL().openStream()) {
            return Scrape.of(new String(metrics.readAllBytes(), StandardCharsets.UTF_8))
                    .sum(REFUSED);
        } catch (IOException down) {
            return 0;
        }
    }

    /** @throws IllegalStateException if the replica had room for all: then nothing was thrown at it */
    @Override
    public void close() {
        boolean held = thrown();
        Closing.quietly(
                () -> vertx.close().toCompletionStage().toCompletableFuture().join());
        if (!held) {
            throw new IllegalStateException("no body was refused for lack of room");
        }
    }
}
