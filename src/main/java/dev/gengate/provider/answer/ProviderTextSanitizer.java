package dev.gengate.provider.answer;

import java.util.regex.Pattern;

/**
 * Cleans the provider's text for storage and display. PostgreSQL's text cannot hold NUL or unpaired surrogates, and the
 * provider may quote the callback URL, which holds a token.
 */
final class ProviderTextSanitizer {
    /** Matches encoded URLs too, and URLs without a host. */
    private static final Pattern URL =
            Pattern.compile("(?:https?(?:://|%3A%2F%2F)|/callbacks/)\\S+", Pattern.CASE_INSENSITIVE);

    private ProviderTextSanitizer() {}

    /** The text without URLs, NUL and unpaired surrogates, cut to the limit but never within a character. */
    static String storable(String text, int limit) {
        return cut(text, limit, false);
    }

    /** The same without line ends and other control characters. */
    static String oneLine(String text, int limit) {
        return cut(text, limit, true);
    }

    private static String cut(String foreign, int limit, boolean withoutControls) {
        String text = URL.matcher(foreign).replaceAll("(URL)");
        StringBuilder kept = new StringBuilder(Math.min(text.length(), limit));
        int next = 0;
        while (next < text.length()) {
            int character = text.codePointAt(next);
            int length = Character.charCount(character);
            if (kept.length() + length > limit) {
                break;
            }
            if (!unfit(character, withoutControls)) {
                kept.appendCodePoint(character);
            }
            next += length;
        }
        return kept.toString().strip();
    }

    private static boolean unfit(int character, boolean withoutControls) {
        return character == 0
                || Character.getType(character) == Character.SURROGATE
                || (withoutControls && Character.isISOControl(character));
    }
}
