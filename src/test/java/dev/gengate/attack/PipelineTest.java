package dev.gengate.attack;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gengate.support.Backends;
import dev.gengate.support.GatewayTest;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
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
        URI gateway = Backends.gateway();
        try (Socket socket = new Socket(gateway.getHost(), gateway.getPort())) {
            String two = "GET /q/openapi" + HOST + "\r\nGET /v1/generations" + HOST + "\r\n";
            String last = "GET /q/openapi" + HOST + "Connection: close\r\n\r\n";
            socket.getOutputStream().write((two.repeat(REQUESTS / 2) + last).getBytes(US_ASCII));

            String answers = new String(socket.getInputStream().readAllBytes(), US_ASCII);

            assertEquals(REQUESTS + 1, STATUS_LINE.matcher(answers).results().count());
        }
    }
}
