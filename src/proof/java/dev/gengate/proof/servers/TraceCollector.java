package dev.gengate.proof.servers;

import dev.gengate.proof.gateway.SuiteOutput;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A collector of traces by OTLP over gRPC, as far as an exporter sees it: takes everything and keeps its bytes, also for the scan. */
public final class TraceCollector implements AutoCloseable {
    private static final String EXPORT = "/opentelemetry.proto.collector.trace.v1.TraceService/Export";
    /** The frame of an empty gRPC message: not compressed, no length. */
    private static final Buffer EMPTY = Buffer.buffer(new byte[5]);

    private final Vertx vertx = Vertx.vertx();
    private final List<String> exports = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    /** Begins at once, on loopback. */
    public TraceCollector() {
        server = vertx.createHttpServer()
                .requestHandler(this::take)
                .listen(0, "localhost")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    /** For {@code quarkus.otel.exporter.otlp.endpoint}. */
    public URI url() {
        return URI.create("http://localhost:" + server.actualPort());
    }

    /** What was exported; names of spans and attributes can be read in it. */
    public List<String> exports() {
        return List.copyOf(exports);
    }

    private void take(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            if (EXPORT.equals(request.path())) {
                String export = body.toString(StandardCharsets.ISO_8859_1);
                exports.add(export);
                SuiteOutput.keep(SuiteOutput.SPANS, export);
            }
            request.response()
                    .putHeader("content-type", "application/grpc")
                    .putTrailer("grpc-status", "0")
                    .end(EMPTY);
        });
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
