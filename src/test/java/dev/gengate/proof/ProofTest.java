package dev.gengate.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProofTest {
    private static final Pattern IMPORT =
            Pattern.compile("^import (?:static )?((?:\\w+\\.)+?[A-Z]\\w*)", Pattern.MULTILINE);

    private final StringWriter output = new StringWriter();

    @ParameterizedTest
    @EnumSource(Program.class)
    void helpNamesEveryProgramAndShowsItsOptions(Program program) {
        String name = program.name().toLowerCase(Locale.ROOT);

        assertEquals(0, execute("--help"));
        assertTrue(output.toString().contains("  " + name + " "), name);
        assertEquals(0, execute(name, "--help"));
        assertTrue(
                output.toString().contains(program.options().lines().findFirst().orElseThrow()), name);
    }

    @Test
    void optionsAreTheProgramsOwn() {
        var parsed = Proof.commands().parseArgs("faults", "--generations", "60", "--seed", "42");

        assertEquals(
                List.of("--generations", "60", "--seed", "42"),
                parsed.subcommand().unmatched());
    }

    @Test
    void unknownNameIsWrongUse() {
        assertEquals(2, execute("unknown"));
    }

    @Test
    void proofKnowsNoTest() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/proof/java"))) {
            List<String> tests = files.filter(file -> file.toString().endsWith(".java"))
                    .flatMap(file -> imports(file)
                            .filter(name -> Files.exists(Path.of("src/test/java", name.replace('.', '/') + ".java"))
                                    || name.startsWith("org.junit."))
                            .map(name -> file + " imports " + name))
                    .toList();

            assertEquals(List.of(), tests);
        }
    }

    private static Stream<String> imports(Path file) {
        try {
            return IMPORT.matcher(Files.readString(file)).results().map(found -> found.group(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int execute(String... given) {
        return Proof.commands()
                .setOut(new PrintWriter(output, true))
                .setErr(new PrintWriter(output, true))
                .execute(given);
    }
}
