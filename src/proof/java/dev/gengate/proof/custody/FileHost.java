package dev.gengate.proof.custody;

import dev.gengate.proof.servers.Blocking;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The least that a host of results and a store of objects can be: every GET is answered with the same picture, every PUT
 * is read and forgotten. Nothing is verified, so that what is measured is who copies.
 */
public final class FileHost implements AutoCloseable {
    private static final byte[] PNG = {
        (byte) 0x89,
        'P',
        'N',
        'G',
        '\r',
        '\n',
        0x1a,
        '\n',
        0,
        0,
        0,
        13,
        'I',
        'H',
        'D',
        'R',
        0,
        0,
        4,
        0,
        0,
        0,
        4,
        0,
        8,
        2,
        0,
        0,
        0
    };

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final AtomicInteger puts = new AtomicInteger();
    private final Buffer picture;
    private final HttpServer server;
    private volatile long first;
    private volatile long last;

    public FileHost(int bytes) {
        byte[] file = new byte[bytes];
        new Random(1).nextBytes(file);
        ByteBuffer.wrap(file).put(PNG);
        picture = Buffer.buffer(file);
        // the client of S3 sends no large body before it is asked to
        server = Blocking.await(vertx.createHttpServer(new HttpServerOptions().setHandle100ContinueAutomatically(true))
                .requestHandler(this::handle)
                .listen(0, "localhost"));
    }

    public URI url() {
        return URI.create("http://localhost:" + server.actualPort());
    }

    /** Forgets what was counted. */
    void begin() {
        puts.set(0);
        first = 0;
    }

    int puts() {
        return puts.get();
    }

    /** From the first byte asked for to the last object taken, in seconds. */
    double seconds() {
        return (last - first) / 1e9;
    }

    private void handle(HttpServerRequest request) {
        if (first == 0) {
            first = System.nanoTime();
        }
        if (request.method().name().equals("GET")) {
            request.response().end(picture);
            return;
        }
        request.handler(bytes -> {});
        request.endHandler(end -> {
            last = System.nanoTime();
            puts.incrementAndGet();
            request.response().putHeader("ETag", "\"taken\"").end();
        });
    }

    @Override
    public void close() {
        Blocking.await(vertx.close());
    }
}
