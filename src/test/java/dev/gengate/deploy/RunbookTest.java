package dev.gengate.deploy;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.proof.ledger.GenerationInsert;
import dev.gengate.proof.ledger.Ledger;
import dev.gengate.proof.ledger.Sql;
import dev.gengate.proof.manifests.YamlFile;
import dev.gengate.proof.servers.LocalPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The runbook can be followed: its links lead somewhere, its statements are accepted by a real ledger. */
class RunbookTest {
    private static final Path FILE = Path.of("docs/operations.md");
    private static final String TEXT = YamlFile.text(FILE);
    private static final Pattern LINK = Pattern.compile("]\\(([^)#]*)(#[^)]*)?\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");
    private static final Pattern BLOCK = Pattern.compile("```sql\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern INLINE = Pattern.compile("`((?:select|update) [^`]+)`");
    private static final Pattern FILE_NAMED = Pattern.compile("\\b(?:deploy|k8s)/[\\w./-]*\\w");

    @Test
    void everyLinkLeadsToAHeadingOrAFile() {
        assertAll(LINK.matcher(TEXT).results().map(link -> () -> assertLeadsSomewhere(link.group(1), link.group(2))));
    }

    @Test
    void everyFileThatIsNamedExists() {
        assertAll(FILE_NAMED
                .matcher(TEXT)
                .results()
                .map(name -> () -> assertTrue(Files.exists(Path.of(name.group())), name.group())));
    }

    @Test
    void everyStatementIsAcceptedByTheLedger() throws SQLException {
        var statements = Stream.of(BLOCK, INLINE)
                .flatMap(pattern -> pattern.matcher(TEXT).results())
                .map(match -> match.group(1))
                .map(RunbookTest::filledIn)
                .toList();

        assertFalse(statements.isEmpty());
        try (var ledger = Ledger.create(LocalPostgres.shared(), "runbook_" + System.nanoTime(), 1)
                .connect()) {
            ledger.setAutoCommit(false);
            for (var statement : statements) {
                Sql.execute(ledger, statement);
            }
        }
    }

    /** Of the last day and in no store: not what is stored or lost, has no results, or ended before. */
    @Test
    void whatEndedWithoutAStoreIsGivenToIt() throws SQLException {
        String statement = BLOCK.matcher(TEXT.substring(TEXT.indexOf("### Results of the time without a store")))
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
        try (var ledger = Ledger.create(LocalPostgres.shared(), "runbook_" + System.nanoTime(), 1)
                .connect()) {
            Sql.execute(
                    ledger,
                    GenerationInsert.succeeded("now() - hours * interval '1 hour'")
                            .with("caller", "caller")
                            .with("images", "images")
                            .rows(
                                    """
                                    (values
                                        ('to copy', 1, '[{"stored":{}},{"url":"https://x"}]'),
                                        ('stored', 1, '[{"stored":{}}]'),
                                        ('lost', 1, '[{"lost":true}]'),
                                        ('of data alone', 1, null),
                                        ('old', 25, '[{"url":"https://x"}]'))
                                        as r(caller, hours, images)"""));

            Sql.execute(ledger, statement);
            Sql.execute(ledger, statement);

            assertEquals(
                    List.of("to copy"),
                    Sql.values(
                            ledger,
                            "select caller from generation where id in (select generation_id from custody where due_at <= now())"));
        }
    }

    private static void assertLeadsSomewhere(String file, String anchor) {
        Path page = file.isEmpty() ? FILE : FILE.resolveSibling(file);
        assertTrue(Files.exists(page), "no file " + file);
        assertTrue(
                anchor == null || anchors(YamlFile.text(page)).contains(anchor.substring(1)),
                "no heading " + anchor + " in " + page);
    }

    private static Set<String> anchors(String page) {
        return HEADING.matcher(page)
                .results()
                .map(match -> anchor(match.group(1)))
                .collect(Collectors.toSet());
    }

    /** As the common renderers of Markdown make it. */
    private static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 _-]", "").replace(' ', '-');
    }

    private static String filledIn(String statement) {
        return statement
                .replace("'…'", "'00000000-0000-7000-8000-000000000001'")
                .replace("'<time of the restart>'", "now()");
    }
}
