package dev.gengate.proof.simulator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.gengate.proof.servers.Blocking;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Takes the simulator's callbacks in tests that run without a gateway. */
final class CallbackInbox implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 10;

    private final BlockingQueue<Callback> received = new LinkedBlockingQueue<>();
    private final BlockingQueue<Integer> orderedAnswers = new LinkedBlockingQueue<>();
    private final HttpServer server;

    CallbackInbox() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::take);
        server.start();
    }

    /** A callback as it arrived. */
    record Callback(String path, Map<String, List<String>> headers, String body) {
        String header(String name) {
            return headers.getOrDefault(name, List.of("")).get(0);
        }
    }

    String urlFor(String generationId) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/callbacks/kie/" + generationId + "/token";
    }

    /** The next callback is answered with this status, those after it with 200. */
    void answersNext(int status) {
        orderedAnswers.add(status);
    }

    /** Waits for the next callback. @throws AssertionError when none comes */
    Callback next() {
        try {
            Callback callback = received.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (callback == null) {
                throw new AssertionError("no callback came");
            }
            return callback;
        } catch (InterruptedException e) {
            throw Blocking.interrupted(e);
        }
    }

    boolean empty() {
        return received.isEmpty();
    }

    private void take(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        received.add(new Callback(exchange.getRequestURI().getPath(), exchange.getRequestHeaders(), body));
        Integer ordered = orderedAnswers.poll();
        exchange.sendResponseHeaders(ordered == null ? 200 : ordered, -1);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
