package dev.gengate.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.config.ConfigMapping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a feature reads is known to the check of the configuration, and has a range. */
class MappingsTest {
    private static final Set<Class<?>> OF_A_RANGE = Set.of(Integer.class, Long.class, Double.class, Duration.class);

    @Test
    void everyMappingIsListed() throws Exception {
        Path classes = Path.of(Mappings.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());

        assertEquals(
                mappingsIn(classes), Mappings.ALL.stream().map(Class::getName).collect(Collectors.toSet()));
    }

    private static Set<String> mappingsIn(Path classes) throws IOException {
        try (Stream<Path> files = Files.walk(classes.resolve("dev"))) {
            return files.map(file -> classes.relativize(file).toString())
                    .filter(name -> name.endsWith(".class"))
                    .map(name -> name.replaceAll("\\.class$", "").replace('/', '.'))
                    .filter(MappingsTest::isMapping)
                    .collect(Collectors.toSet());
        }
    }

    private static boolean isMapping(String name) {
        try {
            return Class.forName(name, false, Mappings.class.getClassLoader()).isAnnotationPresent(ConfigMapping.class);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void everyNumberAndEveryDurationHasALeastAndAMost() {
        List<String> without = Mappings.ALL.stream()
                .flatMap(Setting::of)
                .filter(setting ->
                        OF_A_RANGE.contains(SettingType.of(setting.getter()).item()))
                .filter(setting -> !Range.of(setting.getter()).closed())
                .map(Setting::name)
                .toList();

        assertEquals(List.of(), without);
    }

    @Test
    void rangesAreThere() {
        assertTrue(Mappings.ALL.stream().flatMap(Setting::of).count() > 40);
    }
}
