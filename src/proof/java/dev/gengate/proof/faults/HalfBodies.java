package dev.gengate.proof.faults;

import dev.gengate.proof.cluster.Replica;
import dev.gengate.proof.cluster.ReplicaEnvironment;
import dev.gengate.proof.servers.Closing;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/** A caller that sends half of a large body on each of many connections to one replica, and then nothing. */
final class HalfBodies implements AutoCloseable {
    static final int CONNECTIONS = 200;
    private static final int DECLARED = 1_000_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Replica replica;
    private final AtomicInteger sent = new AtomicInteger();
    private Vertx vertx;

    HalfBodies(Replica replica) {
        this.replica = replica;
    }

    /** Opens them all; done when every one has sent its half, or was closed by the gateway while it did. */
    void send() {
        vertx = Vertx.vertx(
                new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1).setUseDaemonThread(true));
        NetClient client = vertx.createNetClient(new NetClientOptions().setConnectTimeout(1_000));
        Buffer half = half();
        for (int number = 0; number < CONNECTIONS; number++) {
            open(client, half);
        }
        Awaitility.await().atMost(PATIENCE).until(() -> sent.get() >= CONNECTIONS);
    }

    /** Again while the replica is down. */
    private void open(NetClient client, Buffer half) {
        client.connect(replica.port(), "localhost")
                .onSuccess(connection -> send(connection, half))
                .onFailure(nobody -> vertx.setTimer(1_000, again -> open(client, half)));
    }

    private void send(NetSocket connection, Buffer half) {
        connection.exceptionHandler(reset -> {});
        connection.handler(answer -> {});
        connection.write(half.copy()).onComplete(written -> sent.incrementAndGet());
    }

    private static Buffer half() {
        return Buffer.buffer("POST /v1/generations HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                        + ReplicaEnvironment.BAD_CALLER_KEY + "\r\nContent-Type: application/json\r\nContent-Length: "
                        + DECLARED + "\r\n\r\n{\"input\":{\"prompt\":\"")
                .appendString("x".repeat(DECLARED / 2));
    }

    @Override
    public void close() {
        Closing.quietly(
                () -> vertx.close().toCompletionStage().toCompletableFuture().join());
    }
}
