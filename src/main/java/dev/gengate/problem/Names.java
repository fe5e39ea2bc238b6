package dev.gengate.problem;

import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The known name that somebody may have meant by an unknown one. */
public final class Names {
    private static final int LONGEST = 64;

    private Names() {}

    /** The nearest of the known names. */
    public static Optional<String> nearest(String given, Stream<String> known) {
        return known.min(Comparator.comparingInt(name -> distance(name, given)));
    }

    /** The nearest of the known names, if it is near enough to be meant. */
    public static Optional<String> meant(String given, Stream<String> known) {
        if (given.length() > LONGEST) {
            return Optional.empty();
        }
        return nearest(given, known.filter(name -> distance(name, given) <= Math.max(1, name.length() / 3)));
    }

    /** What an error adds about the name that may be meant, behind a semicolon; empty if none is near. */
    public static String hint(String given, Stream<String> known) {
        return meant(given, known).map(name -> "; did you mean " + name + "?").orElse("");
    }

    /** Insertions, deletions, replacements and swaps of neighbours; case and separators do not count. */
    private static int distance(String one, String other) {
        String a = one.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
        String b = other.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
        int[] earlier = null;
        int[] before = IntStream.rangeClosed(0, b.length()).toArray();
        for (int row = 1; row <= a.length(); row++) {
            int[] now = new int[before.length];
            now[0] = row;
            for (int column = 1; column < now.length; column++) {
                int replaced = before[column - 1] + (a.charAt(row - 1) == b.charAt(column - 1) ? 0 : 1);
                now[column] = Math.min(replaced, 1 + Math.min(before[column], now[column - 1]));
                if (row > 1
                        && column > 1
                        && a.charAt(row - 1) == b.charAt(column - 2)
                        && a.charAt(row - 2) == b.charAt(column - 1)) {
                    now[column] = Math.min(now[column], 1 + earlier[column - 2]);
                }
            }
            earlier = before;
            before = now;
        }
        return before[b.length()];
    }
}
