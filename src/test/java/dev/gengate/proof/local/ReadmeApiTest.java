package dev.gengate.proof.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The README's calls of the API can be pasted into a terminal beside deploy/local/run. */
class ReadmeApiTest {
    private static final Pattern BLOCK = Pattern.compile("(?s)```bash\n(.*?)```");
    private static final Pattern USED = Pattern.compile("\\$([a-z]+)");
    private static final Pattern SET = Pattern.compile("(?m)(?:^|; )([a-z]+)=");

    @Test
    void everyVariableIsSetAndTheKeysAreThoseOfTheLocalRun() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        String section = readme.substring(readme.indexOf("## For callers"), readme.indexOf("## For consumers"));
        String commands =
                BLOCK.matcher(section).results().map(block -> block.group(1)).collect(Collectors.joining());

        Set<String> used = names(USED, commands);

        used.removeAll(names(SET, commands));
        assertEquals(Set.of(), used, "not set");
        assertTrue(commands.contains("Bearer " + LocalEnvironment.CALLER_KEY));
        assertTrue(commands.contains("Bearer " + LocalEnvironment.OPERATOR_KEY));
    }

    private static Set<String> names(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
