package dev.gengate.provider.answer;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Interprets the texts of code 500. Most are refusals that created nothing, but a true internal error may have created
 * a task, so a text counts as a refusal only if it clearly complains about credits or a parameter.
 */
final class RefusalText {
    private static final Pattern CREDITS =
            Pattern.compile("credits? (is |are )?(insufficient|not enough)|insufficient credits?|balance isn't enough");

    /** In the two sentences seen in the live service, any single word counts as a parameter's name. */
    private static final Pattern ANY_PARAMETER = Pattern.compile("^(this |the )?[`'\"]?[\\w.\\[\\]]+[`'\"]?"
            + "( field| parameter)? is (required\\b|not within the range of allowed options)");

    private static final String NAMES =
            "\\b(prompt|negative_prompt|aspect_ratio|num_images|seed|model|model name|callbackurl|input)\\b";
    private static final String COMPLAINTS = "\\b(is|are) (required|invalid|missing|empty|not supported|not allowed"
            + "|not valid|too long|too short|out of range)\\b|\\b(must (be|not)|cannot be|can't be|exceeds?)\\b";
    private static final Pattern KNOWN_PARAMETER =
            Pattern.compile(NAMES + "[^.;!]{0,60}?(" + COMPLAINTS + ")|\\binvalid [`'\"]?" + NAMES);

    private RefusalText() {}

    static boolean meansNoCredits(String text) {
        return CREDITS.matcher(normal(text)).find();
    }

    static boolean namesParameter(String text) {
        String normal = normal(text);
        return ANY_PARAMETER.matcher(normal).find()
                || KNOWN_PARAMETER.matcher(normal).find();
    }

    private static String normal(String text) {
        String start = text.substring(0, Math.min(text.length(), 1_000));
        return start.strip().toLowerCase(Locale.ROOT).replace('\u2019', '\'').replaceAll("\\s+", " ");
    }
}
