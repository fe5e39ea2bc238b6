package dev.gengate.proof.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gengate.proof.servers.Backends;
import java.util.List;

/**
 * One bad input, as it goes over the wire.
 *
 * @param name unique; the row of docs/SECURITY.md
 * @param tried in words, for that row
 * @param answers accepted statuses, the usual one first; {@link #CLOSED} for a connection closed without an answer
 * @param request every byte that is sent
 */
public record Attack(String name, String tried, List<Integer> answers, byte[] request) {
    public static final int CLOSED = 0;
    private static final String CREDENTIALS = "Authorization: Bearer " + Backends.ADS_KEY + "\r\n";

    /** A submission with that body, otherwise as it should be. */
    static Attack body(String name, String tried, int answer, String body) {
        return body(name, tried, answer, body.getBytes(UTF_8));
    }

    static Attack body(String name, String tried, int answer, byte[] body) {
        return post(name, tried, answer, "Content-Type: application/json\r\n", body);
    }

    /** A submission with those header lines, each with its line end. */
    static Attack post(String name, String tried, int answer, String headers, byte[] body) {
        String head = "POST /v1/generations HTTP/1.1\r\nHost: gateway\r\n" + CREDENTIALS + headers + "Content-Length: "
                + body.length + "\r\n\r\n";
        return new Attack(name, tried, List.of(answer), joined(head, body));
    }

    /** A submission that is valid but for those header lines. */
    static Attack headers(String name, String tried, int answer, String headers) {
        return post(name, tried, answer, "Content-Type: application/json\r\n" + headers, valid());
    }

    /** A request without a body, by a caller. */
    static Attack line(String name, String tried, int answer, String line) {
        return raw(name, tried, answer, line + " HTTP/1.1\r\nHost: gateway\r\n" + CREDENTIALS + "\r\n");
    }

    /** A reading of that path by a caller, with those header lines. */
    static Attack read(String name, String tried, int answer, String path, String headers) {
        return raw(
                name, tried, answer, "GET " + path + " HTTP/1.1\r\nHost: gateway\r\n" + CREDENTIALS + headers + "\r\n");
    }

    /** Exactly those characters, each one byte. */
    static Attack raw(String name, String tried, int answer, String request) {
        return new Attack(name, tried, List.of(answer), request.getBytes(ISO_8859_1));
    }

    /** Head of a submission by a caller, without the empty line that ends it. */
    public static String submissionHead(String headers) {
        return "POST /v1/generations HTTP/1.1\r\nHost: gateway\r\n" + CREDENTIALS + "Content-Type: application/json\r\n"
                + headers;
    }

    static byte[] valid() {
        return "{\"input\":{\"prompt\":\"attack\"}}".getBytes(UTF_8);
    }

    /** What the table says was answered. */
    public String answered() {
        return answers.stream()
                .map(status -> status == CLOSED ? "closed" : String.valueOf(status))
                .reduce((one, other) -> one + " or " + other)
                .orElseThrow();
    }

    private static byte[] joined(String head, byte[] body) {
        byte[] start = head.getBytes(ISO_8859_1);
        byte[] all = new byte[start.length + body.length];
        System.arraycopy(start, 0, all, 0, start.length);
        System.arraycopy(body, 0, all, start.length, body.length);
        return all;
    }

    @Override
    public String toString() {
        return name;
    }
}
