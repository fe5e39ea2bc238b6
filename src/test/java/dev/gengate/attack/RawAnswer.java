package dev.gengate.attack;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What came back on one connection.
 *
 * @param text all of it; empty when the connection was closed without an answer
 * @param closed whether the gateway closed the connection
 */
record RawAnswer(String text, boolean closed) {
    private static final Pattern STATUS = Pattern.compile("(?m)^HTTP/\\d\\.\\d (\\d{3})");

    /** Of the first answer; {@link Attack#CLOSED} for none. */
    int status() {
        Matcher matcher = STATUS.matcher(text);
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : Attack.CLOSED;
    }

    /** How many requests were seen in what was sent as one. */
    long answers() {
        return STATUS.matcher(text).results().count();
    }

    String head() {
        int end = text.indexOf("\r\n\r\n");
        return end < 0 ? text : text.substring(0, end);
    }

    String body() {
        int end = text.indexOf("\r\n\r\n");
        return end < 0 ? "" : text.substring(end + 4);
    }
}
