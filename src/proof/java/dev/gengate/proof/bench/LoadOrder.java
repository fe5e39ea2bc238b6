package dev.gengate.proof.bench;

import java.nio.file.Path;
import java.util.Map;

/** What the load driver of src/proof/bench-load is asked for, in its words; see there. */
record LoadOrder(
        int port,
        String method,
        Map<String, String> headers,
        String requests,
        int from,
        boolean repeat,
        String body,
        int connections,
        int rate,
        int seconds,
        int expectedStatus,
        String stamps) {
    private static final int OPEN_LOOP_CONNECTIONS = 128;

    /** Requests from a prepared file, each sent once. */
    static LoadOrder posts(int port, Path requests, Path body, Map<String, String> headers, int expectedStatus) {
        return new LoadOrder(
                port, "POST", headers, text(requests), 0, false, text(body), 1, 0, 1, expectedStatus, null);
    }

    /** Requests from a prepared file, again and again. */
    static LoadOrder gets(int port, Path requests, Map<String, String> headers) {
        return new LoadOrder(port, "GET", headers, text(requests), 0, true, null, 1, 0, 1, 200, null);
    }

    /** One request after the other on each connection. */
    LoadOrder closed(int connections, int seconds) {
        return with(from, repeat, connections, 0, seconds, stamps);
    }

    /** So many a second, whatever becomes of them. */
    LoadOrder open(int rate, int seconds) {
        return with(from, repeat, OPEN_LOOP_CONNECTIONS, rate, seconds, stamps);
    }

    LoadOrder from(int line) {
        return with(line, repeat, connections, rate, seconds, stamps);
    }

    LoadOrder repeated() {
        return with(from, true, connections, rate, seconds, stamps);
    }

    LoadOrder stamped(Path file) {
        return with(from, repeat, connections, rate, seconds, text(file));
    }

    private LoadOrder with(int from, boolean repeat, int connections, int rate, int seconds, String stamps) {
        return new LoadOrder(
                port,
                method,
                headers,
                requests,
                from,
                repeat,
                body,
                connections,
                rate,
                seconds,
                expectedStatus,
                stamps);
    }

    private static String text(Path path) {
        return path == null ? null : path.toString();
    }
}
