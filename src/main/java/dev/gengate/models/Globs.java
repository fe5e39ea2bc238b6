package dev.gengate.models;

import java.util.regex.Pattern;

/** Patterns of model names: {@code *} stands for any characters, all else for itself. */
final class Globs {
    private Globs() {}

    static boolean matches(String glob, String name) {
        if (!glob.contains("*")) {
            return glob.equals(name);
        }
        String regex = Pattern.quote(glob).replace("*", "\\E.*\\Q");
        return Pattern.matches(regex, name);
    }
}
