package dev.gengate.proof.cluster;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A Kubernetes Service: each new connection goes to the next of the endpoints there are, whatever is sent on it. A
 * connection stays with its pod when that is no endpoint any more, until one of the two ends it.
 */
public final class Service implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx(
            new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1).setUseDaemonThread(true));
    private final NetClient pods = vertx.createNetClient();
    private final List<Integer> endpoints = new CopyOnWriteArrayList<>();
    private final NetServer server;
    private int turn;

    /** Without endpoints: connections are closed at once. */
    public Service() {
        server = vertx.createNetServer()
                .connectHandler(this::connect)
                .listen(0, "localhost")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    public URI url() {
        return URI.create("http://localhost:" + server.actualPort());
    }

    public void add(int port) {
        endpoints.add(port);
    }

    public void remove(int port) {
        endpoints.remove(Integer.valueOf(port));
    }

    private void connect(NetSocket caller) {
        List<Integer> now = List.copyOf(endpoints);
        if (now.isEmpty()) {
            caller.close();
            return;
        }
        caller.pause();
        pods.connect(now.get(turn++ % now.size()), "localhost")
                .onSuccess(pod -> join(caller, pod))
                .onFailure(failure -> caller.close());
    }

    private static void join(NetSocket caller, NetSocket pod) {
        caller.closeHandler(closed -> pod.close());
        pod.closeHandler(closed -> caller.close());
        caller.pipeTo(pod);
        pod.pipeTo(caller);
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
