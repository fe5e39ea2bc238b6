package dev.gengate.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table of docs/configuration.md is what the code reads: every property, with its default and its range. */
class ConfigurationTableTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(gateway\\.[^`]+)` \\| ([^|]+) \\| ([^|]*) \\|");
    private static final Pattern NAME = Pattern.compile("(?m)^\\| `([a-z]+\\.[^`]+)` \\|");
    private static final Path TABLE = Path.of("docs/configuration.md");

    private final Map<String, String> defaults = new TreeMap<>();
    private final Map<String, String> ranges = new TreeMap<>();

    ConfigurationTableTest() throws IOException {
        Matcher rows = ROW.matcher(Files.readString(TABLE));
        while (rows.find()) {
            String value = rows.group(2).strip();
            defaults.put(rows.group(1), value.startsWith("`") ? value.replace("`", "") : "none");
            ranges.put(rows.group(1), rows.group(3).strip());
        }
    }

    @Test
    void everyPropertyIsInTheTableWithItsDefault() throws IOException {
        Properties packaged = new Properties();
        try (Reader file = Files.newBufferedReader(Path.of("src/main/resources/application.properties"))) {
            packaged.load(file);
        }

        Map<String, String> read = new TreeMap<>();
        settings().forEach((name, setting) -> {
            String packagedOrNone = packaged.getProperty(name, "none");
            read.put(name, setting.byDefault() == null ? packagedOrNone : setting.byDefault());
        });
        assertEquals(read, defaults);
    }

    @Test
    void everyNumberAndEveryDurationIsInTheTableWithItsRange() {
        settings().forEach((name, setting) -> {
            Range range = Range.of(setting.getter());
            if (range.closed()) {
                assertEquals(range.text(), ranges.get(name), name);
            }
        });
    }

    @Test
    void whatTheReadmeBeginsWithIsInTheTable() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        Matcher names = NAME.matcher(readme.substring(readme.indexOf("## For operators")));
        while (names.find()) {
            assertEquals(true, Files.readString(TABLE).contains("| `" + names.group(1) + "` |"), names.group(1));
        }
    }

    private static Map<String, Setting> settings() {
        return Mappings.ALL.stream()
                .flatMap(Setting::of)
                .collect(Collectors.toMap(
                        setting -> setting.name().replace("*", "\"name\""),
                        setting -> setting,
                        (one, other) -> one,
                        TreeMap::new));
    }
}
