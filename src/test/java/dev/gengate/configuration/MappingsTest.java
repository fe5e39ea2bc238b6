package dev.gengate.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.smallrye.config.ConfigMapping;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What a feature reads is known to the check of the configuration, and has a range. */
class MappingsTest {
    private static final Set<Class<?>> OF_A_RANGE = Set.of(Integer.class, Long.class, Double.class, Duration.class);

    @Test
    void everyMappingIsListed() {
        Set<String> mappings = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("dev.gengate").stream()
                        .filter(type -> type.isAnnotatedWith(ConfigMapping.class))
                        .map(JavaClass::getName)
                        .collect(Collectors.toSet());

        assertEquals(mappings, Mappings.ALL.stream().map(Class::getName).collect(Collectors.toSet()));
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
