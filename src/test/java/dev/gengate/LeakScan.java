package dev.gengate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.attack.Attested;
import dev.gengate.attack.Hardened;
import dev.gengate.support.Backends;
import dev.gengate.support.LocalPostgres;
import dev.gengate.support.SuiteOutput;
import dev.gengate.support.ThrowAwayAuthority;
import dev.gengate.support.TlsServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
            "old-key-of-rotating",
            "new-key-of-rotating");
    /** A callback's URL with its token, a result's URL, a signed token of OIDC: nothing for a log or a span. */
    private static final Pattern ONLY_IN_ANSWERS = Pattern.compile(
            "/callbacks/kie/[0-9a-f-]{36}/[\\w-]{43}|https://tempfile\\.example|eyJ[\\w-]+\\.eyJ[\\w-]+\\.");

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

    private static Stream<String> leaks(Path file) {
        String text = text(file);
        Stream<String> secrets = SECRETS.stream().filter(text::contains).map(secret -> file + ": " + secret);
        boolean outside = !file.toString().endsWith(".answers")
                && ONLY_IN_ANSWERS.matcher(text).find();
        return outside ? Stream.concat(secrets, Stream.of(file + ": a URL or a token")) : secrets;
    }

    private static List<Path> files() {
        // the second is where a packaged gateway under @QuarkusIntegrationTest logs
        Stream<Path> packaged = Stream.of(Path.of("target", "quarkus.log")).filter(Files::exists);
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
