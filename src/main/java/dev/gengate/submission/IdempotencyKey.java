package dev.gengate.submission;

import dev.gengate.problem.ProblemException;
import java.util.List;
import java.util.regex.Pattern;

/** The Idempotency-Key header: one, of 1 to 255 printable ASCII characters. */
final class IdempotencyKey {
    private static final Pattern PRINTABLE = Pattern.compile("[ -~]{1,255}");

    private IdempotencyKey() {}

    /** The key; null if there is none. */
    static String of(List<String> headers) {
        if (headers == null || headers.isEmpty()) {
            return null;
        }
        if (headers.size() > 1 || !PRINTABLE.matcher(headers.get(0)).matches()) {
            throw ProblemException.invalid(
                    "header/Idempotency-Key", "must be one value of 1 to 255 printable ASCII characters");
        }
        return headers.get(0);
    }
}
