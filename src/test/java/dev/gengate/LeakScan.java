package dev.gengate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.attack.Attested;
import dev.gengate.attack.Hardened;
import dev.gengate.proof.contract.ContractFilter;
import dev.gengate.proof.gateway.SecretScan;
import dev.gengate.proof.gateway.SuiteOutput;
import dev.gengate.proof.local.LocalEnvironment;
import dev.gengate.proof.local.LocalRun;
import dev.gengate.proof.servers.Backends;
import dev.gengate.proof.servers.LocalPostgres;
import dev.gengate.proof.servers.ThrowAwayAuthority;
import dev.gengate.proof.servers.TlsServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Runs last: what gateways logged, answered and traced before holds none of the secrets that they were given. */
class LeakScan {
    private static final SecretScan SCAN = new SecretScan(List.of(
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
            "new-key-of-rotating"));
    /** What is logged of a request that is answered 500, or whose handler failed behind its answer. */
    private static final Pattern DEFECT = Pattern.compile(
            "unexpected error while handling a request|failed, error id: |Unhandled exception in router");

    /** The answers to the fuzzed inputs of all models alone; with fewer, a client's answers are not judged. */
    private static final long ANSWERS = 10_000;

    @Test
    void noSecretIsInAnyLogAnswerOrTrace() {
        List<Path> files = files();

        assertTrue(files.stream().anyMatch(file -> file.toString().endsWith(".log")), "logs were kept");
        assertTrue(files.stream().anyMatch(file -> file.toString().endsWith(".answers")), "answers were kept");
        assertTrue(
                files.stream()
                        .anyMatch(file -> file.toString().endsWith(".spans")
                                && SecretScan.text(file).contains("createTask")),
                "spans were kept");
        assertEquals(List.of(), files.stream().flatMap(SCAN::leaks).toList());
    }

    @Test
    void answersWereHeldAgainstTheDocument() {
        long validated = ContractFilter.validated();
        System.out.println(validated + " answers validated against the OpenAPI document");

        boolean all = Stream.of("test", "it.test").map(System::getProperty).allMatch(Objects::isNull);
        assertTrue(validated >= (all ? ANSWERS : 1), validated + " answers");
    }

    @Test
    void noRequestFailedInAWayItMustNot() {
        List<Path> defective = files().stream()
                .filter(file -> DEFECT.matcher(SecretScan.text(file)).find())
                .toList();

        assertEquals(List.of(), defective);
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
}
