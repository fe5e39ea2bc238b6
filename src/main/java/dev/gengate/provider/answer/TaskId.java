package dev.gengate.provider.answer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The provider's opaque task ids: their format, and how to salvage one from a body that is not JSON. */
public final class TaskId {
    static final int LONGEST = 200;

    /**
     * The key must not follow a backslash: then it is inside the echo of the request, which anyone may have written.
     */
    private static final Pattern UNESCAPED =
            Pattern.compile("(?<!\\\\)\"taskId\"\\s{0,20}:\\s{0,20}\"([^\"]{0,201})\"");

    /** Under any name that the provider has for an id, wherever it stands. */
    private static final Pattern NAMED =
            Pattern.compile("(?<!\\\\)\"(?:taskId|task_id|recordId)\"\\s{0,20}:\\s{0,20}(?:\"[^\"]|[1-9])");

    private TaskId() {}

    /** Whether the text can be a task id: 1 to 200 printable ASCII characters, no space. */
    public static boolean valid(String text) {
        return text != null
                && !text.isEmpty()
                && text.length() <= LONGEST
                && text.chars().allMatch(character -> character > ' ' && character < 0x7f);
    }

    /** Whether a body names any task: one that cannot be read, or where no id is looked for. */
    static boolean named(byte[] body) {
        return body != null
                && body.length <= ProviderAnswer.LARGEST_BODY
                && NAMED.matcher(new String(body, ISO_8859_1)).find();
    }

    /** The id that an unreadable body names, if it names exactly one. */
    static Optional<String> salvage(byte[] body) {
        Matcher ids = UNESCAPED.matcher(new String(body, ISO_8859_1));
        String only = null;
        while (ids.find()) {
            if (only != null && !only.equals(ids.group(1))) {
                return Optional.empty();
            }
            only = ids.group(1);
        }
        return Optional.ofNullable(only).filter(TaskId::valid).filter(id -> id.indexOf('\\') < 0);
    }
}
