package dev.gengate.configuration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import io.smallrye.config.WithParentName;
import io.smallrye.config.common.utils.StringUtil;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A property that the gateway reads.
 *
 * @param name as in a properties file, with {@code *} for each key of a map
 * @param getter of the mapping; it holds the type and the range
 * @param byDefault null for none
 */
record Setting(String name, Method getter, String byDefault, Pattern property, Pattern variable) {
    private static final String KEY = "(\"[^\"]+\"|[^.\"]+)";
    private static final String NO_LETTER = "[^A-Za-z0-9]";
    /** A key in quotes, which become underscores in a variable, or one word without quotes. */
    private static final String KEY_OF_VARIABLE = "(__.+__|_[A-Za-z0-9]+_)";

    private static final String LAST_KEY_OF_VARIABLE = "(__.+__?|_[A-Za-z0-9]+)";

    /** All settings of a mapping, by name. */
    static Stream<Setting> of(Class<?> mapping) {
        return below(mapping, mapping.getAnnotation(ConfigMapping.class).prefix())
                .sorted(Comparator.comparing(Setting::name));
    }

    private static Stream<Setting> below(Class<?> group, String prefix) {
        return Stream.of(group.getMethods())
                .filter(getter -> Modifier.isAbstract(getter.getModifiers()))
                .flatMap(getter -> of(getter, getter.getGenericReturnType(), name(getter, prefix)));
    }

    private static Stream<Setting> of(Method getter, Type type, String name) {
        if (type instanceof Class<?> one && one.isInterface()) {
            return below(one, name);
        }
        if (type instanceof ParameterizedType generic && generic.getRawType() == Map.class) {
            return of(getter, generic.getActualTypeArguments()[1], name + ".*");
        }
        return Stream.of(of(getter, name));
    }

    private static String name(Method getter, String prefix) {
        if (getter.isAnnotationPresent(WithParentName.class)) {
            return prefix;
        }
        WithName given = getter.getAnnotation(WithName.class);
        return prefix + "." + (given == null ? StringUtil.skewer(getter.getName()) : given.value());
    }

    private static Setting of(Method getter, String name) {
        WithDefault value = getter.getAnnotation(WithDefault.class);
        return new Setting(
                name,
                getter,
                value == null ? null : value.value(),
                Pattern.compile(name.replace(".", "\\.").replace("*", KEY) + "(\\[\\d+])?"),
                Pattern.compile(variablePattern(name) + "(_\\d+_)?", Pattern.CASE_INSENSITIVE));
    }

    private static String variablePattern(String name) {
        return Stream.of(name.split("\\.\\*\\.", -1))
                .map(part -> part.replaceAll("[.-]", NO_LETTER))
                .collect(Collectors.joining(KEY_OF_VARIABLE))
                .replaceFirst(Pattern.quote(NO_LETTER) + "\\*$", LAST_KEY_OF_VARIABLE);
    }

    /**
     * The property that this name sets, with the keys of its maps in quotes; empty if it is not a name of this setting.
     */
    Optional<String> setBy(GivenName given) {
        Matcher match = (given.variable() ? variable : property).matcher(given.text());
        if (!match.matches()) {
            return Optional.empty();
        }
        String concrete = name;
        for (int map = 1; map < match.groupCount(); map++) {
            concrete =
                    concrete.replaceFirst("\\*", Matcher.quoteReplacement(quoted(match.group(map), given.variable())));
        }
        return Optional.of(concrete);
    }

    private static String quoted(String key, boolean variable) {
        String bare = variable ? key.replaceAll("^__?|__?$", "").toLowerCase(Locale.ROOT) : key.replace("\"", "");
        return "\"" + bare + "\"";
    }

    boolean inMap() {
        return name.contains("*");
    }

    /** The name up to its last key. */
    String map() {
        return name.substring(0, name.lastIndexOf('*') + 1);
    }

    /** The environment variable of a property, as MicroProfile Config defines it. */
    static String variableOf(String property) {
        return property.replaceAll(NO_LETTER, "_").toUpperCase(Locale.ROOT);
    }
}
