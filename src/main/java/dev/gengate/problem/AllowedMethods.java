package dev.gengate.problem;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The methods of each path, for the Allow header that a 405 requires (RFC 9110, 15.5.6) and the framework omits. A test
 * holds them against the OpenAPI document. Paths below an id are missing here: for them the framework answers 404 to
 * another method.
 */
final class AllowedMethods {
    private static final String READ = "GET, HEAD";
    private static final Map<Pattern, String> BY_PATH = new LinkedHashMap<>();

    static {
        BY_PATH.put(Pattern.compile("/v1/generations/?"), READ + ", POST");
        BY_PATH.put(Pattern.compile("/v1/generations/[^/]+/?"), READ + ", DELETE");
        BY_PATH.put(Pattern.compile("/v1/quotes/?"), "POST");
        BY_PATH.put(Pattern.compile("/v1/files/?"), "POST");
        BY_PATH.put(Pattern.compile("/v1/files/[^/]+/?"), READ + ", DELETE");
        BY_PATH.put(Pattern.compile("/v1/operations/?"), READ + ", POST");
        BY_PATH.put(Pattern.compile("/v1/brake/?"), READ + ", PUT");
    }

    private AllowedMethods() {}

    /** The methods of a path that was found not to support the requested one. */
    static String of(String path) {
        return BY_PATH.entrySet().stream()
                .filter(allowed -> allowed.getKey().matcher(path).matches())
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(READ);
    }
}
