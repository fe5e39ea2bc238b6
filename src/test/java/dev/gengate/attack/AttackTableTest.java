package dev.gengate.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.proof.attack.Attack;
import dev.gengate.proof.attack.Attacks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/SECURITY.md lists the bad inputs that are tried, with the answers that are held: neither more nor less. */
class AttackTableTest {
    private static final Path PAGE = Path.of("docs/SECURITY.md");
    private static final String BEGIN = "<!-- attacks: AttackTableTest holds these tables -->\n";
    private static final String END = "<!-- end of attacks -->";

    @Test
    void everyAttackIsListed() throws IOException {
        String page = Files.readString(PAGE);

        String listed = page.substring(page.indexOf(BEGIN) + BEGIN.length(), page.indexOf(END));

        assertEquals(tables(), listed, "replace what is between the marks with the expected text");
    }

    @Test
    void namesAreUniqueAndThereAreEnough() {
        assertEquals(
                Attacks.all().count(),
                Attacks.all().map(Attack::name).distinct().count());
        assertTrue(Attacks.all().count() >= 60);
    }

    private static String tables() {
        StringBuilder tables = new StringBuilder();
        for (Attacks kind : Attacks.values()) {
            tables.append("\n### ")
                    .append(kind.title())
                    .append(" (")
                    .append(kind.attacks().size())
                    .append(")\n\n");
            tables.append("| attack | tried | answered | effect |\n|---|---|---|---|\n");
            tables.append(kind.attacks().stream().map(AttackTableTest::row).collect(Collectors.joining()));
        }
        return tables.append('\n').toString();
    }

    private static String row(Attack attack) {
        return "| `" + attack.name() + "` | " + attack.tried() + " | " + attack.answered() + " | none |\n";
    }
}
