package dev.gengate.provider;

/** Makes foreign text fit to be stored and shown: PostgreSQL's text holds no NUL and no lone surrogate. */
final class PlainText {
    private PlainText() {}

    /** The text without NUL and lone surrogates, cut to so many characters, never in the middle of one. */
    static String storable(String text, int limit) {
        return cut(text, limit, false);
    }

    /** The same, and without line ends and every other control character. */
    static String oneLine(String text, int limit) {
        return cut(text, limit, true);
    }

    private static String cut(String text, int limit, boolean withoutControls) {
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
