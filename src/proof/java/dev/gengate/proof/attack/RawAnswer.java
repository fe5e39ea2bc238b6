package dev.gengate.proof.attack;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What came back on one connection.
 *
 * @param text all of it; empty when the connection was closed without an answer
 * @param closed whether the gateway closed the connection
 */
public record RawAnswer(String text, boolean closed) {
    private static final Pattern INSIDES = Pattern.compile("Exception|\\n\\s*at |io\\.(quarkus|vertx|netty)|java\\.");
    /**
     * Anywhere: the body of the answer before it need not end its line. Of any protocol: the server answers with the
     * one that the request line names.
     */
    private static final Pattern STATUS = Pattern.compile("/\\d+\\.\\d+ (\\d{3}) ");

    /** Of the first answer; {@link Attack#CLOSED} for none. */
    public int status() {
        List<Integer> statuses = statuses();
        return statuses.isEmpty() ? Attack.CLOSED : statuses.get(0);
    }

    /** Of every answer. */
    public List<Integer> statuses() {
        return STATUS.matcher(text)
                .results()
                .map(status -> Integer.valueOf(status.group(1)))
                .toList();
    }

    /** Whether a request is done with: {@code 100 Continue} is only the beginning of an answer. */
    public boolean isFinal() {
        return statuses().stream().anyMatch(status -> status >= 200);
    }

    /** How many requests were seen in what was sent as one. */
    long answers() {
        return statuses().size();
    }

    /** Whether it shows what the gateway is made of. */
    public boolean tellsOfInsides() {
        return INSIDES.matcher(text).find();
    }

    public String head() {
        int end = text.indexOf("\r\n\r\n");
        return end < 0 ? text : text.substring(0, end);
    }

    public String body() {
        int end = text.indexOf("\r\n\r\n");
        return end < 0 ? "" : text.substring(end + 4);
    }
}
