package dev.gengate.proof.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gengate.proof.contract.ApiContract.Answer;
import dev.gengate.proof.contract.ContractFilter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

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

    private static final Pattern REQUEST_LINE =
            Pattern.compile("([A-Z]+) (/[A-Za-z0-9/._-]*)(\\?[!-~]*)? HTTP/1\\.[01]\r\n");

    /** The status of the first answer; {@link Attack#CLOSED} for none. */
    public int status() {
        List<Integer> statuses = statuses();
        return statuses.isEmpty() ? Attack.CLOSED : statuses.get(0);
    }

    /** The status of every answer. */
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

    /**
     * As the OpenAPI document is to judge it. Empty where the request was not one plain request with a path that needs no
     * decoding, or the answer not one whole one; and for what the decoder of HTTP refuses without a body.
     */
    Optional<Answer> to(byte[] request) {
        Matcher line = REQUEST_LINE.matcher(new String(request, ISO_8859_1));
        Map<String, String> headers = headers();
        boolean whole = answers() == 1
                && headers.getOrDefault("content-length", "0").equals(String.valueOf(body().length()))
                && !headers.containsKey("transfer-encoding");
        if (!line.lookingAt() || !whole || status() >= 400 && body().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Answer(
                line.group(1),
                line.group(2),
                status(),
                ContractFilter.mediaType(headers.get("content-type")),
                headers,
                new String(body().getBytes(ISO_8859_1), UTF_8)));
    }

    /** By their names in small letters. */
    private Map<String, String> headers() {
        return head().lines()
                .skip(1)
                .map(line -> line.split(": ?", 2))
                .collect(Collectors.toMap(
                        line -> line[0].toLowerCase(Locale.ROOT),
                        line -> line[line.length - 1],
                        (first, more) -> first));
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
