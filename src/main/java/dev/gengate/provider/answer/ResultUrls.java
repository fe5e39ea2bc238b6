package dev.gengate.provider.answer;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.gengate.generation.ResultKind;
import dev.gengate.provider.answer.FoundResults.FoundResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The URLs of one result, in order, as long as an event has room for them. */
final class ResultUrls {
    private static final int MOST = 100;
    private static final int LONGEST_URL = 4096;

    /** Limit of all URLs of a result together, as the event holds them: four of the longest, in any script. */
    private static final int MOST_BYTES = 64 * 1024;

    private final List<FoundResult> found = new ArrayList<>(4);
    private int bytes;
    private int leftOut;

    List<FoundResult> found() {
        return List.copyOf(found);
    }

    int leftOut() {
        return leftOut;
    }

    /**
     * Adds a whole URL if there is room; other text is none.
     *
     * @param kind null if only its own name says what it is
     */
    void add(String url, ResultKind kind, String role) {
        if (!fetchable(url)) {
            return;
        }
        int size = JsonStringEncoder.getInstance().quoteAsUTF8(url).length;
        boolean room = found.size() < MOST && url.length() <= LONGEST_URL && bytes + size <= MOST_BYTES;
        if (room) {
            bytes += size;
            found.add(new FoundResult(url, kind == null ? ResultKind.ofUrl(url) : kind, role));
        } else {
            leftOut++;
        }
    }

    /** Whether the text is a whole URL that a result may have. */
    static boolean fetchable(String url) {
        String scheme = url.substring(0, Math.min(url.length(), 8)).toLowerCase(Locale.ROOT);
        return (scheme.startsWith("https://") || scheme.startsWith("http://"))
                && url.length() > 8
                && url.codePoints().allMatch(ResultUrls::allowedInUrl);
    }

    private static boolean allowedInUrl(int character) {
        return character > ' ' && character != 0x7f && Character.getType(character) != Character.SURROGATE;
    }
}
