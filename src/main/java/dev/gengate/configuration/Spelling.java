package dev.gengate.configuration;

import java.util.Locale;
import java.util.stream.IntStream;

/** The Levenshtein distance of two names, ignoring case and separators. */
final class Spelling {
    private Spelling() {}

    static int distance(String one, String other) {
        return steps(words(one), words(other));
    }

    private static String words(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", ".");
    }

    private static int steps(String one, String other) {
        int[] before = IntStream.rangeClosed(0, other.length()).toArray();
        for (int row = 1; row <= one.length(); row++) {
            int[] now = new int[before.length];
            now[0] = row;
            for (int column = 1; column < now.length; column++) {
                int replaced = before[column - 1] + (one.charAt(row - 1) == other.charAt(column - 1) ? 0 : 1);
                now[column] = Math.min(replaced, 1 + Math.min(before[column], now[column - 1]));
            }
            before = now;
        }
        return before[other.length()];
    }
}
