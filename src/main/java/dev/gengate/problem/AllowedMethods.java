package dev.gengate.problem;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a path takes, for the Allow header that a 405 must have (RFC 9110, 15.5.6): the framework does not say it. A test
 * holds this against the OpenAPI document. Paths below an id are not here: the framework answers 404 for another method.
 */
final class AllowedMethods {
    private static final String READ = "GET, HEAD";
    private static final Map<Pattern, String> BY_PATH = new LinkedHashMap<>();

    static {
        BY_PATH.put(Pattern.compile("/v1/generations/?"), READ + ", POST");
        BY_PATH.put(Pattern.compile("/v1/generations/[^/]+/?"), READ + ", DELETE");
        BY_PATH.put(Pattern.compile("/v1/replays/?"), "POST");
    }

    private AllowedMethods() {}

    /** Of a path that was found not to take another one. */
    static String of(String path) {
        return BY_PATH.entrySet().stream()
                .filter(allowed -> allowed.getKey().matcher(path).matches())
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(READ);
    }
}
