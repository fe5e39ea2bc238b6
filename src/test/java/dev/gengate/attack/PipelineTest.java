package dev.gengate.attack;

import static dev.gengate.proof.gateway.GatewayCalls.ads;
import static dev.gengate.support.GatewaySockets.connected;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gengate.proof.servers.Backends;
import dev.gengate.support.GatewayTest;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Requests that are sent before the answers to others were read (RFC 9112, 9.3.2), by a client that does read. */
@QuarkusTest
@TestProfile(Hardened.class)
class PipelineTest extends GatewayTest {
    private static final int REQUESTS = 500;
    private static final String HOST = " HTTP/1.1\r\nHost: gateway\r\n";
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.1 (200|401) ");

    /** More than are read ahead, and more answers than fit into a connection. */
    @Test
    void eachIsAnswered() throws IOException {
        String two = "GET /q/openapi" + HOST + "\r\nGET /v1/generations" + HOST + "\r\n";
        String last = "GET /q/openapi" + HOST + "Connection: close\r\n\r\n";
        try (Socket socket = connected(two.repeat(REQUESTS / 2) + last)) {
            String answers = new String(socket.getInputStream().readAllBytes(), US_ASCII);

            assertEquals(REQUESTS + 1, STATUS_LINE.matcher(answers).results().count());
        }
    }

    /** What is left of its requests finds no connection any more: that is no defect, and no line of log for each. */
    @Test
    void clientThatGoesAwayLeavesNoErrors() throws IOException {
        Queue<String> errors = new ConcurrentLinkedQueue<>();
        Handler keeping = keeping(errors);
        Logger.getLogger("io.quarkus").addHandler(keeping);
        try {
            String list = "GET /v1/generations?limit=100 HTTP/1.1\r\nHost: gateway\r\nAuthorization: Bearer "
                    + Backends.ADS_KEY + "\r\n\r\n";
            for (int i = 0; i < 50; i++) {
                try (Socket socket = connected(list.repeat(30))) {
                    socket.setSoLinger(true, 0);
                    socket.getInputStream().read();
                }
            }
            ads().get("/v1/generations?limit=1").then().statusCode(200);

            assertEquals(List.of(), List.copyOf(errors));
        } finally {
            Logger.getLogger("io.quarkus").removeHandler(keeping);
        }
    }

    private static Handler keeping(Queue<String> errors) {
        return new Handler() {
            @Override
            public void publish(LogRecord line) {
                if (line.getLevel().intValue() >= Level.SEVERE.intValue()) {
                    errors.add(line.getMessage());
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }
}
