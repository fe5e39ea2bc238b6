package dev.gengate.configuration;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The readable values of a configuration, by property. */
final class Values {
    private final Map<String, Object> values = new HashMap<>();
    private final Set<String> given = new TreeSet<>();

    void put(String property, Object value) {
        values.put(property, value);
    }

    /** Marks the property as set, readable or not. */
    void isGiven(String property) {
        given.add(property);
    }

    boolean gives(String property) {
        return given.contains(property);
    }

    /** The value; empty if it is not set or already at fault. */
    <T> Optional<T> get(String property, Class<T> type) {
        Object value = values.get(property);
        Object bare = value instanceof Optional<?> optional ? optional.orElse(null) : value;
        return Optional.ofNullable(bare).map(type::cast);
    }

    List<String> texts(String property) {
        return get(property, Iterable.class).map(Values::texts).orElse(List.of());
    }

    private static List<String> texts(Iterable<?> items) {
        List<String> texts = new ArrayList<>();
        items.forEach(item -> texts.add(item.toString()));
        return texts;
    }

    /** The keys of a map for which anything is set, such as {@code ads} of {@code gateway.callers}. */
    Set<String> keys(String map) {
        Pattern entry = Pattern.compile(Pattern.quote(map) + "\\.\"([^\"]+)\".*");
        Set<String> keys = new TreeSet<>();
        given.stream().map(entry::matcher).filter(Matcher::matches).forEach(match -> keys.add(match.group(1)));
        return keys;
    }
}
