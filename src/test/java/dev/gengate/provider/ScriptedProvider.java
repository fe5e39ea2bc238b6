package dev.gengate.provider;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A real HTTP server on loopback that answers as it is told, and keeps what it was asked. */
final class ScriptedProvider implements AutoCloseable {
    static final String CREATED = "{\"code\":200,\"msg\":\"success\",\"data\":{\"taskId\":\"t1\"}}";

    private final Vertx vertx = Vertx.vertx();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final HttpServer server;
    private volatile Handler<HttpServerRequest> script =
            request -> request.response().end(CREATED);

    /** One request as it came in; header names in any case. */
    record Asked(String method, String uri, Map<String, String> headers, String body) {}

    ScriptedProvider() {
        server = await(vertx.createHttpServer()
                .connectionHandler(connection -> connections.incrementAndGet())
                .requestHandler(this::handle)
                .listen(0, "127.0.0.1"));
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.actualPort());
    }

    List<Asked> asked() {
        return asked;
    }

    int connections() {
        return connections.get();
    }

    void answers(Handler<HttpServerRequest> handler) {
        script = handler;
    }

    void answers(int status, String body) {
        answers(request -> request.response().setStatusCode(status).end(body));
    }

    void neverAnswers() {
        answers(request -> {});
    }

    /** Nothing listens at {@link #url()} any more. */
    @Override
    public void close() {
        await(vertx.close());
    }

    private void handle(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            asked.add(asked(request, body));
            script.handle(request);
        });
    }

    private static Asked asked(HttpServerRequest request, Buffer body) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        request.headers().forEach(headers::put);
        return new Asked(request.method().name(), request.uri(), headers, body.toString());
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }
}
