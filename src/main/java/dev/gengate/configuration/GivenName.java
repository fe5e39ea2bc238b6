package dev.gengate.configuration;

import io.smallrye.config.DefaultValuesConfigSource;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfig;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** A {@code gateway.*} name given by a source of the configuration, as it is written there. */
record GivenName(String text, String value, boolean variable) {
    private static final String OURS = "gateway.";
    private static final Pattern OUR_VARIABLE = Pattern.compile("gateway[^A-Za-z0-9].*", Pattern.CASE_INSENSITIVE);

    /** Names of all sources: variables in the environment and in {@code .env}, properties elsewhere. */
    static List<GivenName> of(SmallRyeConfig config) {
        return StreamSupport.stream(config.getConfigSources().spliterator(), false)
                .filter(source -> !(source instanceof DefaultValuesConfigSource))
                .flatMap(source -> of(source, config.getProfiles()))
                .distinct()
                .toList();
    }

    private static Stream<GivenName> of(ConfigSource source, List<String> profiles) {
        return source instanceof EnvConfigSource environment
                ? variables(environment.getProperties())
                : properties(source.getPropertyNames(), profiles);
    }

    private static Stream<GivenName> variables(Map<String, String> environment) {
        return environment.entrySet().stream()
                .filter(variable -> OUR_VARIABLE.matcher(variable.getKey()).matches())
                .map(variable -> new GivenName(variable.getKey(), variable.getValue(), true));
    }

    private static Stream<GivenName> properties(Set<String> names, List<String> profiles) {
        return names.stream()
                .map(name -> active(name, profiles))
                .filter(name -> name.startsWith(OURS) && !name.contains("*"))
                .map(name -> new GivenName(name, "", false));
    }

    /** The name without the prefix of an active profile. */
    private static String active(String name, List<String> profiles) {
        return profiles.stream()
                .map(profile -> "%" + profile + ".")
                .filter(name::startsWith)
                .findFirst()
                .map(prefix -> name.substring(prefix.length()))
                .orElse(name);
    }
}
