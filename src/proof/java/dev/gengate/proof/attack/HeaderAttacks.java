package dev.gengate.proof.attack;

import static dev.gengate.proof.attack.Attack.headers;
import static dev.gengate.proof.attack.Attack.post;
import static dev.gengate.proof.attack.Attack.raw;
import static dev.gengate.proof.attack.Attack.read;
import static dev.gengate.proof.attack.Attack.valid;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Headers that smuggle, lie about the body, or are too many. */
final class HeaderAttacks {
    private static final int BOMB_MEBIBYTES = 64;

    private HeaderAttacks() {}

    static List<Attack> all() {
        return List.of(
                headers("key-empty", "an empty Idempotency-Key", 422, "Idempotency-Key: \r\n"),
                headers("key-long", "an Idempotency-Key of 256 characters", 422, key("k".repeat(256))),
                headers("key-twice", "two Idempotency-Keys", 422, key("a") + key("b")),
                headers("key-tab", "a tab in the Idempotency-Key", 422, key("a\tb")),
                headers("key-latin", "a byte over 127 in the Idempotency-Key", 422, key("a\u00e9")),
                headers("key-nul", "NUL in the Idempotency-Key", 400, key("a\u0000b")),
                headers("key-escape", "a terminal's escape in the Idempotency-Key", 400, key("\u001b[2J")),
                headers("key-carriage-return", "a bare CR in the Idempotency-Key", 400, key("a\rX-Evil: 1")),
                headers("header-name-space", "a space before the colon", 400, "X-Evil : 1\r\n"),
                headers("header-name-nul", "NUL in a header's name", 400, "X-\u0000Evil: 1\r\n"),
                headers("header-no-colon", "a header line without a colon", 400, "X-Evil\r\n"),
                headers("header-long", "a header of 20,000 characters", 431, "X-Long: " + "x".repeat(20_000) + "\r\n"),
                headers("headers-many", "3,000 headers", 431, "X-Many: x\r\n".repeat(3_000)),
                raw("host-missing", "no Host", 400, "GET /v1/generations HTTP/1.1\r\n\r\n"),
                raw("host-twice", "two Hosts", 400, "GET /v1/generations HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"),
                raw(
                        "host-injected",
                        "a Host that is none",
                        400,
                        "GET /v1/generations HTTP/1.1\r\nHost: a/b?c@d\r\n\r\n"),
                encoded("gzip-bomb", "gzip: 64 kB that unpack to 64 MiB", "gzip", bomb()),
                encoded("gzip-label", "JSON that is called gzip", "gzip", valid()),
                encoded("deflate", "Content-Encoding: deflate", "deflate", valid()),
                encoded("encoding-unknown", "an unknown Content-Encoding", "x-evil", valid()),
                encoded("encoding-twice", "gzip in gzip", "gzip, gzip", bomb()),
                typed("type-missing", "no content type", ""),
                typed("type-text", "text/plain", "Content-Type: text/plain\r\n"),
                typed("type-form", "a form", "Content-Type: application/x-www-form-urlencoded\r\n"),
                typed("type-multipart", "multipart/form-data", "Content-Type: multipart/form-data; boundary=a\r\n"),
                typed("type-xml", "application/xml", "Content-Type: application/xml\r\n"),
                typed("type-charset", "another character set", "Content-Type: application/json; charset=utf-7\r\n"),
                typed("type-nonsense", "a content type that is none", "Content-Type: ;;;///\r\n"),
                typed("type-wildcard", "*/* as content type", "Content-Type: */*\r\n"),
                headers("accept-xml", "XML is asked for", 406, "Accept: application/xml\r\n"),
                headers("accept-nonsense", "an Accept that is none", 406, "Accept: ???\r\n"),
                read(
                        "accept-second",
                        "an Accept that is none behind a good one",
                        406,
                        "/v1/usage",
                        "Accept: application/json\r\nAccept: ???\r\n"),
                upgrade());
    }

    /** Through a proxy that forwards it, an upgrade would be a tunnel past its rules of paths. */
    private static Attack upgrade() {
        return raw(
                "upgrade-h2c",
                "HTTP/2 in clear text by Upgrade, to tunnel through a proxy",
                404,
                "GET /callbacks/ HTTP/1.1\r\nHost: gateway\r\nConnection: Upgrade, HTTP2-Settings\r\n"
                        + "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n\r\n");
    }

    private static String key(String key) {
        return "Idempotency-Key: " + key + "\r\n";
    }

    private static Attack encoded(String name, String tried, String encoding, byte[] body) {
        return post(name, tried, 415, "Content-Type: application/json\r\nContent-Encoding: " + encoding + "\r\n", body);
    }

    private static Attack typed(String name, String tried, String header) {
        return post(name, tried, 415, header, valid());
    }

    private static byte[] bomb() {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            byte[] zeros = new byte[1024 * 1024];
            for (int i = 0; i < BOMB_MEBIBYTES; i++) {
                gzip.write(zeros);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }
}
