package dev.gengate.generation.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.generation.GenerationState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The enum, the diagram of docs/architecture.md and the statements tell the same story. */
class GenerationStateTest {
    private static final Pattern ARROW = Pattern.compile("(?m)^\\s*(\\w+) --> (\\w+)");
    private static final Pattern LEAVES = Pattern.compile("g\\.state (?:= '(\\w+)'|in \\(([^)]*)\\))");

    @Test
    void diagramIsTheEnum() throws IOException {
        Set<String> drawn = new TreeSet<>();
        String page = Files.readString(Path.of("docs/architecture.md"));
        Matcher arrows = ARROW.matcher(page.substring(page.indexOf("stateDiagram"), page.indexOf("## The ledger")));
        while (arrows.find()) {
            drawn.add(arrows.group(1) + " " + arrows.group(2));
        }

        Set<String> legal = Arrays.stream(GenerationState.values())
                .flatMap(from -> from.successors().stream().map(to -> from.wireName() + " " + to.wireName()))
                .collect(Collectors.toCollection(TreeSet::new));

        assertEquals(legal, drawn);
    }

    @Test
    void terminalStatesAreFinalAndAllOthersCanEnd() {
        Set<GenerationState> terminal = EnumSet.of(
                GenerationState.SUCCEEDED, GenerationState.FAILED, GenerationState.EXPIRED, GenerationState.CANCELLED);
        for (GenerationState state : GenerationState.values()) {
            assertEquals(terminal.contains(state), state.terminal(), state.name());
            assertTrue(state.terminal() || state.successors().contains(GenerationState.EXPIRED), state.name());
        }
    }

    @Test
    void everyGuardNamesOnlyStatesThatMayBeLeft() {
        assertGuard(SubmissionSql.SUBMITTED, GenerationState.SUBMITTED);
        assertGuard(GenerationSql.REQUEUED, GenerationState.QUEUED);
        assertGuard(GenerationSql.UNCONFIRMED, GenerationState.UNCONFIRMED);
        assertGuard(GenerationSql.LEASES_RUN_OUT, GenerationState.UNCONFIRMED);
        assertGuard(GenerationSql.ATTACH, GenerationState.SUBMITTED);
        assertGuard(GenerationSql.RESUBMIT, GenerationState.QUEUED);
        assertGuard(GenerationSql.COMPLETE, GenerationState.SUCCEEDED);
        assertGuard(GenerationSql.COMPLETE, GenerationState.FAILED);
        assertGuard(GenerationSql.COMPLETE, GenerationState.EXPIRED);
    }

    private static void assertGuard(String statement, GenerationState target) {
        Matcher guard = LEAVES.matcher(statement.substring(statement.indexOf("where")));
        assertTrue(guard.find(), "a guard in: " + statement);
        String states = guard.group(1) == null ? guard.group(2).replaceAll("[' ]", "") : guard.group(1);
        for (String state : states.split(",")) {
            GenerationState from = GenerationState.ofWireName(state).orElseThrow();
            assertTrue(from.successors().contains(target), from + " to " + target);
        }
    }
}
