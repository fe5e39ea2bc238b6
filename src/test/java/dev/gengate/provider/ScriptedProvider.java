package dev.gengate.provider;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A real HTTP server on loopback that answers as it is told, and keeps what it was asked. */
final class ScriptedProvider implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private volatile Handler<HttpServerRequest> script =
            request -> request.response().end();

    /** One request as it came in. */
    record Asked(String method, String uri, Map<String, String> headers, String body) {}

    ScriptedProvider(int port) {
        server = await(vertx.createHttpServer(new HttpServerOptions().setIdleTimeout(20))
                .requestHandler(this::handle)
                .listen(port, "127.0.0.1"));
    }

    int port() {
        return server.actualPort();
    }

    List<Asked> asked() {
        return asked;
    }

    void answers(Handler<HttpServerRequest> handler) {
        asked.clear();
        script = handler;
    }

    void answers(int status, String body) {
        answers(request -> request.response().setStatusCode(status).end(body));
    }

    private void handle(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            asked.add(asked(request, body));
            script.handle(request);
        });
    }

    private static Asked asked(HttpServerRequest request, Buffer body) {
        Map<String, String> headers = new java.util.TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        request.headers().forEach(headers::put);
        return new Asked(request.method().name(), request.uri(), headers, body.toString());
    }

    @Override
    public void close() {
        await(vertx.close());
    }

    private static <T> T await(io.vertx.core.Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }
}
