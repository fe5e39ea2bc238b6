package dev.gengate.provider;

import java.util.regex.Pattern;

/**
 * Makes foreign text fit to be stored and shown. PostgreSQL's text holds no NUL and no lone surrogate; and what the
 * provider says may quote the callback URL, which holds a token.
 */
final class ProviderTextSanitizer {
    /** Encoded too, and without its host. */
    private static final Pattern URL =
            Pattern.compile("(?:https?(?:://|%3A%2F%2F)|/callbacks/)\\S+", Pattern.CASE_INSENSITIVE);

    private ProviderTextSanitizer() {}

    /** The text without URLs, NUL and lone surrogates, cut to so many characters, never in the middle of one. */
    static String storable(String text, int limit) {
        return cut(text, limit, false);
    }

    /** The same, and without line ends and every other control character. */
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
