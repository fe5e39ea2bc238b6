package dev.gengate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.attack.Attested;
import dev.gengate.attack.Hardened;
import dev.gengate.support.Backends;
import dev.gengate.support.LocalEnvironment;
import dev.gengate.support.LocalPostgres;
import dev.gengate.support.LocalRun;
import dev.gengate.support.SuiteOutput;
import dev.gengate.support.ThrowAwayAuthority;
import dev.gengate.support.TlsServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Runs last: what gateways logged, answered and traced before holds none of the secrets that they were given. */
class LeakScan {
    private static final List<String> SECRETS = List.of(
            Backends.ADS_KEY,
            Backends.SHOP_KEY,
            Backends.OPS_KEY,
            Backends.PROVIDER_KEY,
            Backends.CALLBACK_SECRET,
            Hardened.NEW_CALLBACK_SECRET,
            LocalPostgres.PASSWORD,
            TlsServers.KAFKA_PASSWORD,
            TlsServers.DATABASE_PASSWORD,
            ThrowAwayAuthority.PASSWORD,
            Attested.WEBHOOK_KEY,
            LocalEnvironment.CALLER_KEY,
            LocalEnvironment.OPERATOR_KEY,
            LocalEnvironment.SIMULATED_KEY,
            "old-key-of-rotating",
            "new-key-of-rotating");
    /** A callback's URL with its token, a signed token of OIDC: nothing that a gateway ever says. */
    private static final Pattern TOKEN =
            Pattern.compile("/callbacks/kie/[0-9a-f-]{36}/[\\w-]{43}|eyJ[\\w-]+\\.eyJ[\\w-]+\\.");
    /** A result's URL, a word of the tests' prompts: nothing for a log or a span. */
    private static final Pattern ONLY_IN_ANSWERS = Pattern.compile("https://tempfile\\.example|lighthouse");
    /** The path of a refused request, for who sent it. */
    private static final Pattern INSTANCE = Pattern.compile("\"instance\":\"[^\"]*\"");
    /** What is logged of a request that is answered 500, or whose handler failed behind its answer. */
    private static final Pattern DEFECT =
            Pattern.compile("a request failed in a way it must not|failed, error id: |Unhandled exception in router");

    @Test
    void noSecretIsInAnyLogAnswerOrTrace() {
        List<Path> files = files();

        assertTrue(files.stream().anyMatch(file -> file.toString().endsWith(".log")), "logs were kept");
        assertTrue(files.stream().anyMatch(file -> file.toString().endsWith(".answers")), "answers were kept");
        assertTrue(
                files.stream()
                        .anyMatch(file ->
                                file.toString().endsWith(".spans") && text(file).contains("createTask")),
                "spans were kept");
        assertEquals(List.of(), files.stream().flatMap(LeakScan::leaks).toList());
    }

    @Test
    void noRequestFailedInAWayItMustNot() {
        List<Path> defective = files().stream()
                .filter(file -> DEFECT.matcher(text(file)).find())
                .toList();

        assertEquals(List.of(), defective);
    }

    private static Stream<String> leaks(Path file) {
        String text = text(file);
        boolean answers = file.toString().endsWith(".answers");
        Stream<String> secrets = SECRETS.stream().filter(text::contains);
        Stream<String> tokens = found(TOKEN, answers ? INSTANCE.matcher(text).replaceAll("") : text);
        Stream<String> content = answers ? Stream.empty() : found(ONLY_IN_ANSWERS, text);
        return Stream.of(secrets, tokens, content).flatMap(found -> found).map(found -> file + ": " + found);
    }

    private static Stream<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(MatchResult::group).limit(1);
    }

    private static List<Path> files() {
        // where a packaged gateway under @QuarkusIntegrationTest logs, and one of deploy/local/run, if there was one
        Stream<Path> packaged =
                Stream.of(Path.of("target", "quarkus.log"), LocalRun.LOG).filter(Files::exists);
        try (Stream<Path> files = Files.list(SuiteOutput.FOLDER)) {
            return Stream.concat(files, packaged).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
