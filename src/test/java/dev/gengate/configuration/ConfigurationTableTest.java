package dev.gengate.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import io.smallrye.config.WithParentName;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The README's table of configuration is what the code reads: every property, with its default. */
class ConfigurationTableTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(gateway\\.[^`]+)` \\| ([^|]+) \\|");
    /** Read by other means than a mapping. */
    private static final Set<String> ELSEWHERE = Set.of(
            "gateway.public-url",
            "gateway.events.topic",
            "gateway.db.host",
            "gateway.db.port",
            "gateway.db.name",
            "gateway.db.user",
            "gateway.db.password",
            "gateway.db.tls",
            "gateway.db.ca-file");

    @Test
    void everyPropertyIsInTheTableWithItsDefault() throws IOException {
        Map<String, String> written = new TreeMap<>();
        Matcher rows = ROW.matcher(Files.readString(Path.of("README.md")));
        while (rows.find()) {
            String value = rows.group(2).strip();
            written.put(rows.group(1), value.startsWith("`") ? value.replace("`", "") : "none");
        }
        ELSEWHERE.forEach(name -> assertEquals(true, written.remove(name) != null, name));

        assertEquals(properties(), written);
    }

    private static Map<String, String> properties() {
        Map<String, String> properties = new TreeMap<>();
        new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("dev.gengate").stream()
                        .filter(type -> type.isAnnotatedWith(ConfigMapping.class))
                        .map(type -> type.reflect())
                        .forEach(type -> collect(
                                type, type.getAnnotation(ConfigMapping.class).prefix(), properties));
        return properties;
    }

    private static void collect(Class<?> type, String prefix, Map<String, String> properties) {
        for (Method method : type.getDeclaredMethods()) {
            String name = Optional.ofNullable(method.getAnnotation(WithName.class))
                    .map(WithName::value)
                    .orElseGet(() -> method.getName()
                            .replaceAll("([a-z0-9])([A-Z])", "$1-$2")
                            .toLowerCase());
            if (method.isAnnotationPresent(WithParentName.class)) {
                ParameterizedType map = (ParameterizedType) method.getGenericReturnType();
                collect((Class<?>) map.getActualTypeArguments()[1], prefix + ".\"name\"", properties);
            } else if (method.getReturnType().isInterface()
                    && method.getReturnType().getName().startsWith("dev.gengate")) {
                collect(method.getReturnType(), prefix + "." + name, properties);
            } else {
                WithDefault value = method.getAnnotation(WithDefault.class);
                properties.put(prefix + "." + name, value == null ? "none" : value.value());
            }
        }
    }
}
