package dev.gengate.proof.cluster;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A dumb load balancer: each request goes to the next replica, alive or not, and is answered 502 when that one does not
 * answer. Nothing is tried twice here; that is the clients' and the provider's to do.
 */
final class Forwarder implements AutoCloseable {
    private static final int CONNECTIONS = 256;
    private static final int PATIENCE_MILLIS = 14_000;
    private static final Set<String> NOT_PASSED_ON =
            Set.of("host", "content-length", "transfer-encoding", "connection");

    private final Vertx vertx = Vertx.vertx(
            new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1).setUseDaemonThread(true));
    private final HttpClient client = vertx.createHttpClient(
            new HttpClientOptions().setConnectTimeout(1_000), new PoolOptions().setHttp1MaxSize(CONNECTIONS));
    private final int port;
    private List<Integer> replicas = List.of();
    private int turn;

    Forwarder(int port) {
        this.port = port;
    }

    URI url() {
        return URI.create("http://localhost:" + port);
    }

    void start(List<Integer> replicaPorts) {
        replicas = List.copyOf(replicaPorts);
        vertx.createHttpServer()
                .requestHandler(this::forward)
                .listen(port, "localhost")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private void forward(HttpServerRequest request) {
        RequestOptions target = new RequestOptions()
                .setMethod(request.method())
                .setHost("localhost")
                .setPort(replicas.get(turn++ % replicas.size()))
                .setURI(request.uri())
                .setTimeout(PATIENCE_MILLIS)
                .setHeaders(passedOn(request.headers()));
        request.body()
                .compose(body -> client.request(target).compose(sent -> sent.send(body)))
                .compose(answer -> answer.body().map(body -> new Answered(answer, body)))
                .onSuccess(answered -> answered.pass(request))
                .onFailure(failure -> fail(request));
    }

    private static void fail(HttpServerRequest request) {
        if (!request.response().closed()) {
            request.response().setStatusCode(502).end();
        }
    }

    private static MultiMap passedOn(MultiMap headers) {
        MultiMap passed = MultiMap.caseInsensitiveMultiMap();
        headers.forEach((name, value) -> {
            if (!NOT_PASSED_ON.contains(name.toLowerCase(Locale.ROOT))) {
                passed.add(name, value);
            }
        });
        return passed;
    }

    private record Answered(HttpClientResponse answer, Buffer body) {
        void pass(HttpServerRequest request) {
            if (!request.response().closed()) {
                request.response().setStatusCode(answer.statusCode()).headers().addAll(passedOn(answer.headers()));
                request.response().end(body);
            }
        }
    }

    @Override
    public void close() {
        Future<Void> closed = vertx.close();
        closed.toCompletionStage().toCompletableFuture().join();
    }
}
