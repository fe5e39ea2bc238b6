package dev.gengate.configuration;

import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.common.utils.StringUtil;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The type of a setting's value.
 *
 * @param container none, a list or a set
 * @param item of the container, or the value itself
 */
record SettingType(boolean optional, Class<?> container, Class<?> item) {
    private static final Pattern BARE_NUMBER = Pattern.compile("[-+]?\\d+([.,]\\d+)?");
    /** Quarkus reads every other word as false. */
    private static final Pattern YES_OR_NO =
            Pattern.compile("true|false|yes|no|y|n|on|off|1|0", Pattern.CASE_INSENSITIVE);

    static SettingType of(Method getter) {
        return of(getter.getGenericReturnType());
    }

    private static SettingType of(Type type) {
        if (type == OptionalInt.class) {
            return new SettingType(true, OptionalInt.class, Integer.class);
        }
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            SettingType inner = of(arguments[arguments.length - 1]);
            Class<?> raw = (Class<?>) generic.getRawType();
            return raw == Optional.class
                    ? new SettingType(true, inner.container, inner.item)
                    : new SettingType(inner.optional, raw == Map.class ? inner.container : raw, inner.item);
        }
        return new SettingType(
                false, null, MethodType.methodType((Class<?>) type).wrap().returnType());
    }

    boolean many() {
        return container != null && Collection.class.isAssignableFrom(container);
    }

    /** A fault of the text that the converters would accept. */
    Optional<String> fault(String text) {
        if (text.isBlank()) {
            return Optional.of("is empty: give it a value, or leave it out");
        }
        if (item == Duration.class && BARE_NUMBER.matcher(text.strip()).matches()) {
            return Optional.of("must have a unit: give a unit, such as 30S or P30D");
        }
        if (item == Boolean.class && !YES_OR_NO.matcher(text.strip()).matches()) {
            return Optional.of(right());
        }
        return Optional.empty();
    }

    /** What the converters accept, for the message. */
    String right() {
        if (item == Duration.class) {
            return "must be a duration, such as 30S or P30D";
        }
        if (item == Integer.class || item == Long.class) {
            return "must be a whole number";
        }
        if (item == Double.class || item == BigDecimal.class) {
            return "must be a number";
        }
        if (item == Boolean.class) {
            return "must be true or false";
        }
        if (item.isEnum()) {
            return "must be one of "
                    + Stream.of(item.getEnumConstants())
                            .map(one -> StringUtil.skewer(one.toString()))
                            .collect(Collectors.joining(", "));
        }
        return item == URI.class ? "must be a URL" : "cannot be read";
    }

    List<String> split(String text) {
        return many() && !text.isBlank() ? List.of(StringUtil.split(text)) : List.of(text);
    }

    /** The value as the mapping's getter returns it. */
    Object value(SmallRyeConfig config, List<String> texts) {
        List<Object> items = new ArrayList<>();
        texts.forEach(text -> items.add(config.requireConverter(item).convert(text)));
        if (container == OptionalInt.class) {
            return OptionalInt.of((Integer) items.get(0));
        }
        Object value = !many() ? items.get(0) : container == Set.class ? new LinkedHashSet<>(items) : items;
        return optional ? Optional.of(value) : value;
    }
}
