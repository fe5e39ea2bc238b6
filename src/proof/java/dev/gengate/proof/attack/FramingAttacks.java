package dev.gengate.proof.attack;

import static dev.gengate.proof.attack.Attack.CLOSED;
import static dev.gengate.proof.attack.Attack.raw;
import static dev.gengate.proof.attack.Attack.submissionHead;

import java.util.List;

/** Requests whose end two parsers may see in two places, with a second request hidden behind (RFC 9112, 11.2). */
final class FramingAttacks {
    private static final String HIDDEN = "GET /v1/hidden HTTP/1.1\r\nHost: gateway\r\n\r\n";
    private static final String LAST_CHUNK = "0\r\n\r\n";

    private FramingAttacks() {}

    static List<Attack> all() {
        return List.of(
                framed("smuggle-cl-te", "Content-Length and Transfer-Encoding", length(4) + chunked(), LAST_CHUNK),
                framed("smuggle-te-cl", "the same, the other way round", chunked() + length(4), LAST_CHUNK),
                framed("smuggle-cl-cl", "two different Content-Lengths", length(2) + length(4), "{}{}"),
                framed("smuggle-cl-list", "a list of Content-Lengths", "Content-Length: 2, 4\r\n", "{}{}"),
                framed("smuggle-cl-signed", "Content-Length: +2", "Content-Length: +2\r\n", "{}"),
                framed("smuggle-cl-negative", "a negative Content-Length", "Content-Length: -1\r\n", ""),
                framed("smuggle-cl-huge", "a Content-Length over 2^63", length("9".repeat(20)), "{}"),
                framed("smuggle-cl-hexadecimal", "Content-Length: 0x2", length("0x2"), "{}"),
                framed("smuggle-cl-text", "a Content-Length that is no number", length("two"), "{}"),
                framed("smuggle-te-unknown", "an unknown Transfer-Encoding", "Transfer-Encoding: evil\r\n", LAST_CHUNK),
                framed("smuggle-te-twice", "chunked, chunked", "Transfer-Encoding: chunked, chunked\r\n", LAST_CHUNK),
                framed("smuggle-te-space", "a space before the colon", "Transfer-Encoding : chunked\r\n", LAST_CHUNK),
                framed(
                        "smuggle-te-tab",
                        "a vertical tab before chunked",
                        "Transfer-Encoding: \u000bchunked\r\n",
                        "0\r\n\r\n"),
                framed("chunk-size-text", "a chunk of no size", chunked(), "zz\r\n{}\r\n0\r\n\r\n"),
                framed("chunk-size-negative", "a chunk of negative size", chunked(), "-1\r\n{}\r\n0\r\n\r\n"),
                framed("chunk-size-huge", "a chunk of 2^63 bytes", chunked(), "8000000000000000\r\n{}\r\n"),
                framed("chunk-too-long", "a chunk longer than it says", chunked(), "1\r\n{}\r\n0\r\n\r\n"),
                framed("chunk-line-end", "a chunk ended by a bare LF", chunked(), "2\n{}\n0\n\n"),
                framed(
                        "chunk-endless",
                        "chunks of 2 MiB together",
                        chunked(),
                        chunk(64 * 1024).repeat(32) + LAST_CHUNK),
                raw(
                        "smuggle-callback",
                        "Content-Length and Transfer-Encoding on the public path",
                        404,
                        "POST /callbacks/kie/x/y HTTP/1.1\r\nHost: gateway\r\n" + length(4) + chunked() + "\r\n"
                                + LAST_CHUNK + HIDDEN),
                framed("length-too-large", "a Content-Length of 1 TB and no body", length("1000000000000"), ""));
    }

    private static Attack framed(String name, String tried, String headers, String body) {
        Attack attack = raw(name, tried, 400, submissionHead(headers) + "\r\n" + body + HIDDEN);
        List<Integer> answers =
                switch (name) {
                    case "chunk-endless", "length-too-large" -> List.of(413);
                    case "chunk-size-text",
                            "chunk-size-negative",
                            "chunk-size-huge",
                            "chunk-too-long",
                            "chunk-line-end" -> List.of(CLOSED);
                    default -> List.of(400);
                };
        return new Attack(name, attack.tried(), answers, attack.request());
    }

    private static String length(int length) {
        return length(String.valueOf(length));
    }

    private static String length(String length) {
        return "Content-Length: " + length + "\r\n";
    }

    private static String chunked() {
        return "Transfer-Encoding: chunked\r\n";
    }

    private static String chunk(int size) {
        return Integer.toHexString(size) + "\r\n" + "x".repeat(size) + "\r\n";
    }
}
