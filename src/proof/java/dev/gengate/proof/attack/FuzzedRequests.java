package dev.gengate.proof.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gengate.proof.servers.Backends;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.random.RandomGenerator;

/** Requests that were good once, spoilt anywhere; genuine callbacks with a spoilt body; paths of any length and depth. */
public final class FuzzedRequests {
    private static final int LONGEST_PATH = 3_900;
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
            "\\u0000",
            "1e999",
            "x".repeat(300));
    private static final List<String> SEGMENTS = List.of(
            "a", "v1", "callbacks", "kie", "generations", "schemas", "q", "~", ".a", "...", "%41", "x".repeat(200));

    private final List<byte[]> good;
    private final String callbackPath;
    private final byte[] callbackBody;

    /** @param callbackPath genuine: what is spoilt is believed to be the provider's */
    public FuzzedRequests(String callbackPath, String callbackBody) {
        this.good = Attacks.all()
                .map(Attack::request)
                .filter(request -> request.length < 4_000)
                .toList();
        this.callbackPath = callbackPath;
        this.callbackBody = callbackBody.getBytes(UTF_8);
    }

    public byte[] next(RandomGenerator random) {
        return switch (random.nextInt(8)) {
            case 0 -> callback(spoilt(callbackBody, random));
            case 1 -> path(random);
            default -> spoilt(good.get(random.nextInt(good.size())), random);
        };
    }

    private byte[] callback(byte[] body) {
        String head = "POST " + callbackPath + " HTTP/1.1\r\nHost: gateway\r\nContent-Type: application/json\r\n"
                + "Content-Length: " + body.length + "\r\n\r\n";
        return replaced(head.getBytes(ISO_8859_1), head.length(), 0, body);
    }

    private static byte[] path(RandomGenerator random) {
        int length = random.nextInt(LONGEST_PATH);
        int kinds = 1 + random.nextInt(SEGMENTS.size());
        StringBuilder path = new StringBuilder();
        while (path.length() < length) {
            path.append('/').append(SEGMENTS.get(random.nextInt(kinds)));
        }
        return ("GET /" + path + " HTTP/1.1\r\nHost: gateway\r\nAuthorization: Bearer " + Backends.ADS_KEY + "\r\n\r\n")
                .getBytes(ISO_8859_1);
    }

    private static byte[] spoilt(byte[] request, RandomGenerator random) {
        byte[] spoilt = request;
        for (int changes = random.nextInt(3); changes >= 0; changes--) {
            int at = random.nextInt(spoilt.length + 1);
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
