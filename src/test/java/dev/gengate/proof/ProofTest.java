package dev.gengate.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProofTest {
    private final StringWriter output = new StringWriter();

    @ParameterizedTest
    @EnumSource(Program.class)
    void helpNamesEveryProgramAndShowsItsOptions(Program program) {
        String name = program.name().toLowerCase(Locale.ROOT);

        assertEquals(0, execute("--help"));
        assertTrue(output.toString().contains("  " + name + " "), name);
        assertEquals(0, execute(name, "--help"));
        assertTrue(output.toString().contains(program.options().lines().findFirst().orElseThrow()), name);
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

    private int execute(String... given) {
        return Proof.commands()
                .setOut(new PrintWriter(output, true))
                .setErr(new PrintWriter(output, true))
                .execute(given);
    }
}
