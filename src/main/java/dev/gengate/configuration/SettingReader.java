package dev.gengate.configuration;

import io.smallrye.config.ConfigValue;
import io.smallrye.config.SmallRyeConfig;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** Reads settings as their mappings do, and reports all faults, where a mapping fails at the first. */
final class SettingReader {
    private final SmallRyeConfig config;
    private final BiFunction<Method, Object, Set<String>> constraints;
    private final Faults faults;
    private final Values values = new Values();

    /** @param constraints the messages of the constraints that a value breaks */
    SettingReader(SmallRyeConfig config, BiFunction<Method, Object, Set<String>> constraints, Faults faults) {
        this.config = config;
        this.constraints = constraints;
        this.faults = faults;
    }

    Values values() {
        return values;
    }

    void read(String property, Setting setting) {
        SettingType type = SettingType.of(setting.getter());
        try {
            List<String> texts = texts(property, type);
            if (!texts.isEmpty()) {
                values.isGiven(property);
                take(property, setting, type, texts);
            } else if (setting.byDefault() != null) {
                byDefault(property, setting, type);
            } else if (!type.optional()) {
                faults.add(property, "is missing");
            }
        } catch (UnresolvedValueException e) {
            values.isGiven(property);
            faults.add(property, "refers to a property that is not set");
        }
    }

    private void take(String property, Setting setting, SettingType type, List<String> texts) {
        Optional<String> fault =
                texts.stream().map(type::fault).flatMap(Optional::stream).findFirst();
        if (fault.isPresent()) {
            faults.add(property, fault.get());
            return;
        }
        try {
            Object value = type.value(config, texts);
            Set<String> broken = constraints.apply(setting.getter(), value);
            broken.forEach(constraint -> faults.add(property, constraint));
            if (broken.isEmpty()) {
                values.put(property, value);
            }
        } catch (RuntimeException e) {
            faults.add(property, type.right());
        }
    }

    /** The fault of a default that refers to other properties belongs to those. */
    private void byDefault(String property, Setting setting, SettingType type) {
        if (!setting.byDefault().contains("${")) {
            values.put(property, type.value(config, type.split(setting.byDefault())));
        }
    }

    /** The texts of a property: several for a list only, none if it is not set. */
    private List<String> texts(String property, SettingType type) {
        return Stream.of(property, property.replace("\"", ""))
                .map(name -> textsOf(name, type))
                .filter(texts -> !texts.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    private List<String> textsOf(String name, SettingType type) {
        List<String> indexed = config.getIndexedProperties(name);
        if (type.many() && !indexed.isEmpty()) {
            return indexed.stream().map(this::text).flatMap(Optional::stream).toList();
        }
        return text(name).map(type::split).orElse(List.of());
    }

    private Optional<String> text(String name) {
        ConfigValue value = config.getConfigValue(name);
        if (value.getValue() == null && value.getRawValue() != null) {
            throw new UnresolvedValueException();
        }
        return Optional.ofNullable(value.getValue());
    }

    /** The value refers to a property that is not set. */
    private static final class UnresolvedValueException extends RuntimeException {
        private static final long serialVersionUID = 1;
    }
}
