package dev.gengate.configuration;

import dev.gengate.problem.Names;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Every property that the gateway reads. */
final class Settings {
    private final List<Setting> all;

    Settings(Collection<Class<?>> mappings) {
        this.all = mappings.stream().flatMap(Setting::of).toList();
    }

    boolean know(GivenName given) {
        return all.stream().anyMatch(setting -> setting.setBy(given).isPresent());
    }

    /** The known property or variable nearest to an unknown one. */
    String nearest(GivenName given) {
        Stream<String> names = all.stream()
                .map(setting -> setting.name().replace("*", "\"name\""))
                .map(name -> given.variable() ? Setting.variableOf(name) : name);
        return Names.nearest(given.text(), names).orElseThrow();
    }

    /** Each setting by property; a setting inside a map appears once for each given key. */
    Map<String, Setting> places(Collection<GivenName> given) {
        Map<String, Setting> places = new LinkedHashMap<>();
        for (Setting setting : all) {
            if (setting.inMap()) {
                String rest = setting.name().substring(setting.map().length());
                entries(setting.map(), given).forEach(entry -> places.put(entry + rest, setting));
            } else {
                places.put(setting.name(), setting);
            }
        }
        return places;
    }

    /** Entries of a map, such as {@code gateway.callers."ads"}, for which any setting is given. */
    private Set<String> entries(String map, Collection<GivenName> given) {
        Set<String> entries = new TreeSet<>();
        all.stream()
                .filter(setting -> setting.name().startsWith(map))
                .flatMap(setting -> given.stream().map(setting::setBy).flatMap(Optional::stream))
                .map(property -> entry(property, map))
                .forEach(entries::add);
        return entries;
    }

    /** The part of the property that corresponds to the map's name. */
    private static String entry(String property, String map) {
        int end = 0;
        for (long key = map.chars().filter(letter -> letter == '*').count(); key > 0; key--) {
            end = property.indexOf('"', property.indexOf('"', end) + 1) + 1;
        }
        return property.substring(0, end);
    }
}
