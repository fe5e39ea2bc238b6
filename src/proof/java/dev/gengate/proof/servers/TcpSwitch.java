package dev.gengate.proof.servers;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** One port in front of a server that can become another one, as the address of a primary does at a failover. */
public final class TcpSwitch implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx(
            new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1).setUseDaemonThread(true));
    private final NetClient client = vertx.createNetClient();
    private final Set<NetSocket> open = ConcurrentHashMap.newKeySet();
    private final int port = Ports.free();
    private volatile int target;

    private TcpSwitch(int target) {
        this.target = target;
        vertx.createNetServer()
                .connectHandler(this::join)
                .listen(port, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    public static TcpSwitch to(int target) {
        return new TcpSwitch(target);
    }

    public int port() {
        return port;
    }

    /** Connections end, and new ones lead there. */
    public void turnTo(int newTarget) {
        target = newTarget;
        open.forEach(NetSocket::close);
    }

    private void join(NetSocket one) {
        one.pause();
        client.connect(target, "127.0.0.1").onFailure(away -> one.close()).onSuccess(other -> {
            follow(one, other);
            follow(other, one);
            one.resume();
        });
    }

    private void follow(NetSocket one, NetSocket other) {
        open.add(one);
        one.handler(other::write);
        one.closeHandler(closed -> {
            open.remove(one);
            other.close();
        });
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
