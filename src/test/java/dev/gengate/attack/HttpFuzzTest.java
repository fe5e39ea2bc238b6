package dev.gengate.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.support.Backends;
import dev.gengate.support.GatewayTest;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Requests that were good once, spoilt anywhere: in the request line, the headers, the framing or the body. None is
 * answered 5xx, none makes the gateway talk about itself. {@code -Dfuzz.cases=N} tries longer.
 */
@QuarkusTest
class HttpFuzzTest extends GatewayTest {
    private static final int CASES = Integer.getInteger("fuzz.cases", 1_200);
    private static final int PATIENCE_MILLIS = 100;
    private static final List<String> PIECES = List.of(
            "\r\n",
            "\r",
            "\n",
            "\u0000",
            " ",
            ":",
            "\t",
            "%00",
            "%2e%2e/",
            "..",
            "//",
            "?",
            "#",
            "\"",
            "{",
            "}",
            "[",
            "\\",
            "\u00ff",
            "\u00c0\u00af",
            "Content-Length: 0\r\n",
            "Transfer-Encoding: chunked\r\n",
            "HTTP/1.0",
            "HTTP/2.0",
            "Expect: 100-continue\r\n",
            "Connection: close\r\n",
            "Prefer: wait=-1\r\n",
            "\\ud800",
            "1e999",
            "x".repeat(300));

    private final long seed = Long.getLong("fuzz.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final RawHttp http = new RawHttp(Backends.gateway(), PATIENCE_MILLIS, 0);

    @Test
    void spoiltRequestsAreNeverADefect() {
        System.out.println("HttpFuzzTest: repeat with -Dfuzz.seed=" + seed);
        List<byte[]> good = Attacks.all()
                .map(Attack::request)
                .filter(request -> request.length < 4_000)
                .toList();
        for (int count = 0; count < CASES; count++) {
            byte[] request = spoilt(good.get(random.nextInt(good.size())));
            RawAnswer answer = http.send(request);
            assertTrue(answer.status() < 500, () -> seed + ": " + answer + new String(request, ISO_8859_1));
            assertFalse(BadInputTest.INSIDES.matcher(answer.text()).find(), () -> seed + ": " + answer);
        }
        assertTrue(numberInLedger("select count(*) from generation where caller <> 'ads' and caller <> 'shop'") == 0);
    }

    private byte[] spoilt(byte[] request) {
        byte[] spoilt = request;
        for (int changes = random.nextInt(3); changes >= 0; changes--) {
            int at = random.nextInt(spoilt.length);
            int length = random.nextInt(Math.min(8, spoilt.length - at) + 1);
            String piece = random.nextInt(4) == 0 ? "" : PIECES.get(random.nextInt(PIECES.size()));
            spoilt = replaced(spoilt, at, length, piece.getBytes(ISO_8859_1));
        }
        return spoilt;
    }

    private static byte[] replaced(byte[] request, int at, int length, byte[] piece) {
        ByteArrayOutputStream replaced = new ByteArrayOutputStream(request.length + piece.length);
        replaced.write(request, 0, at);
        replaced.writeBytes(piece);
        replaced.write(request, at + length, request.length - at - length);
        return replaced.toByteArray();
    }
}
