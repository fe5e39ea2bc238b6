package dev.gengate.proof.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Looks for what a gateway must not say in what it said.
 *
 * @param secrets that it was given
 */
public record SecretScan(List<String> secrets) {
    /** A callback's URL with its token, a signed token of OIDC: nothing that a gateway ever says. */
    private static final Pattern TOKEN =
            Pattern.compile("/callbacks/kie/[0-9a-f-]{36}/[\\w-]{43}|eyJ[\\w-]+\\.eyJ[\\w-]+\\.");
    /** A result's URL, a word of the tests' prompts: nothing for a log or a span. */
    private static final Pattern ONLY_IN_ANSWERS =
            Pattern.compile("https://tempfile\\.example|/f/[0-9a-f]{32}-|lighthouse");
    /** The query of a request in a span, of a test or as it is exported: what people filter by, and why they act. */
    private static final Pattern QUERY = Pattern.compile("url\\.query(?!\\W{1,4}REDACTED)");
    /** The path of a refused request, for who sent it. */
    private static final Pattern INSTANCE = Pattern.compile("\"instance\":\"[^\"]*\"");

    /** What is in a log or in spans, or, by the ending of the file's name, in {@code .answers}; each with the file. */
    public Stream<String> leaks(Path file) {
        String text = text(file);
        boolean answers = file.toString().endsWith(".answers");
        Stream<String> given = secrets.stream().filter(text::contains);
        Stream<String> tokens = found(TOKEN, answers ? INSTANCE.matcher(text).replaceAll("") : text);
        Stream<String> content = answers ? Stream.empty() : found(ONLY_IN_ANSWERS, text);
        Stream<String> queries = file.toString().endsWith(".spans") ? found(QUERY, text) : Stream.empty();
        return Stream.of(given, tokens, content, queries)
                .flatMap(found -> found)
                .map(found -> file + ": " + found);
    }

    private static Stream<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(MatchResult::group).limit(1);
    }

    /** A file as it is scanned: no byte is unreadable. */
    public static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
