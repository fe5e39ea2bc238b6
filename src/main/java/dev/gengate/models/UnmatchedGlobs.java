package dev.gengate.models;

import dev.gengate.access.CallersConfig;
import dev.gengate.problem.Names;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Names in the configuration that serve nothing: no fault, since a file may bring their model later. */
@ApplicationScoped
class UnmatchedGlobs {
    private static final Logger LOG = Logger.getLogger(UnmatchedGlobs.class);

    private final Catalogue catalogue;
    private final ServedModels served;
    private final ModelsConfig config;
    private final CallersConfig callers;
    private volatile Set<String> known = Set.of();

    UnmatchedGlobs(Catalogue catalogue, ServedModels served, ModelsConfig config, CallersConfig callers) {
        this.catalogue = catalogue;
        this.served = served;
        this.config = config;
        this.callers = callers;
    }

    /** One line for each that was not there before. */
    void check() {
        Set<String> now = found();
        now.stream().filter(line -> !known.contains(line)).forEach(LOG::warn);
        known = now;
    }

    Set<String> found() {
        Set<String> found = new LinkedHashSet<>();
        Collection<ModelEntry> all = catalogue.entries();
        config.enabled().stream()
                .filter(glob -> all.stream().noneMatch(entry -> ServedModels.enabledBy(glob, entry)))
                .forEach(glob -> found.add("gateway.models.enabled: " + glob + why(glob, all)));
        List<ModelEntry> some = served.served("");
        callers.byName().forEach((name, caller) -> caller.models().orElse(List.of()).stream()
                .filter(glob -> some.stream().noneMatch(entry -> Globs.matches(glob, entry.model())))
                .forEach(glob -> found.add("gateway.callers.\"" + name + "\".models: " + glob
                        + " matches no model that is served" + near(glob, some))));
        return found;
    }

    private static String why(String glob, Collection<ModelEntry> all) {
        boolean some = all.stream().anyMatch(entry -> Globs.matches(glob, entry.model()));
        return some
                ? " matches only models that are retired, or have no price and are served by their full names"
                : " matches no model" + near(glob, all);
    }

    private static String near(String glob, Collection<ModelEntry> models) {
        Stream<String> names =
                models.stream().map(ModelEntry::model).flatMap(name -> Stream.of(name, name.replaceFirst("/.*", "/*")));
        return Names.hint(glob, names.distinct());
    }
}
