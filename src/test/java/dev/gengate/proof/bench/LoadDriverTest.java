package dev.gengate.proof.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes to and from the load driver is JSON of a record that both sides have, because it is a build of its own. */
class LoadDriverTest {
    private static final Path DRIVER = Path.of("src/proof/bench-load/src/main/java/dev/gengate/load");

    @ParameterizedTest
    @ValueSource(classes = {LoadOrder.class, LoadResult.class})
    void bothSidesHaveTheSameComponents(Class<? extends Record> own) throws IOException {
        String source = Files.readString(DRIVER.resolve(own.getSimpleName() + ".java"));
        Matcher header = Pattern.compile("record " + own.getSimpleName() + "\\(([^)]*)\\)")
                .matcher(source);

        assertTrue(header.find());
        assertEquals(components(own), header.group(1).strip().replaceAll("\\s+", " "));
    }

    private static String components(Class<?> record) {
        return Arrays.stream(record.getRecordComponents())
                .map(component -> component.getGenericType().getTypeName().replaceAll("[\\w.]+\\.(?=\\w)", "") + " "
                        + component.getName())
                .collect(Collectors.joining(", "));
    }
}
