package dev.gengate.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/SECURITY.md names the test of each attack that is more than one request: each of them exists. */
class ProvedAttacksTest {
    private static final Path PAGE = Path.of("docs/SECURITY.md");
    private static final Path TESTS = Path.of("src/test/java/dev/gengate");
    private static final Pattern NAMED = Pattern.compile("`(?:([a-z.]+)\\.)?(\\w+)#(\\w+)`");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| .*$");
    private static final String TITLE = "## Attacks of more than one request";

    @Test
    void everyNamedTestExists() throws IOException {
        List<MatchResult> named =
                NAMED.matcher(Files.readString(PAGE)).results().toList();

        assertTrue(named.size() >= 20, "tests are named");
        assertEquals(
                List.of(),
                named.stream()
                        .filter(test -> !exists(test))
                        .map(MatchResult::group)
                        .toList());
    }

    @Test
    void everyRowNamesATest() throws IOException {
        String page = Files.readString(PAGE);
        String table = page.substring(page.indexOf(TITLE), page.indexOf("\n## ", page.indexOf(TITLE) + 1));

        List<String> rows = ROW.matcher(table).results().map(MatchResult::group).toList();

        assertTrue(rows.size() > 10, "there is a table");
        assertEquals(
                List.of(),
                rows.stream().skip(1).filter(row -> !NAMED.matcher(row).find()).toList());
    }

    private static boolean exists(MatchResult test) {
        Path folder =
                test.group(1) == null ? TESTS : TESTS.resolve(test.group(1).replace('.', '/'));
        Path file = folder.resolve(test.group(2) + ".java");
        Pattern method = Pattern.compile(
                "@(?:Test|ParameterizedTest|Property)\\b[^;{}]*(?:\\{[^}]*}[^;{}]*)?void " + test.group(3) + "\\(");
        try {
            return Files.exists(file) && method.matcher(Files.readString(file)).find();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
