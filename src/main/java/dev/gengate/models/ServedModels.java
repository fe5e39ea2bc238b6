package dev.gengate.models;

import dev.gengate.access.CallersConfig;
import dev.gengate.problem.Names;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** Which models a caller may use. */
@ApplicationScoped
public class ServedModels {
    private static final String BY_DEFAULT = "default";
    private static final String ALL = "; GET /v1/models lists the models that are";

    private final Catalogue catalogue;
    private final List<String> enabled;
    private final CallersConfig callers;

    public ServedModels(Catalogue catalogue, ModelsConfig config, CallersConfig callers) {
        this.catalogue = catalogue;
        this.enabled = config.enabled();
        this.callers = callers;
    }

    /** The model, if that caller may use it. */
    Optional<Model> served(String caller, String name) {
        return catalogue.entry(name).filter(entry -> serves(caller, entry)).flatMap(entry -> catalogue.find(name));
    }

    /** The model, served or not. */
    Optional<Model> known(String name) {
        return catalogue.find(name);
    }

    /** All that a caller may use. */
    List<ModelEntry> served(String caller) {
        return catalogue.entries().stream()
                .filter(entry -> serves(caller, entry))
                .toList();
    }

    /** The names of the models that a caller without limits of its own may use. */
    public List<String> names() {
        return served("").stream().map(ModelEntry::model).toList();
    }

    /** These models. */
    List<Model> all() {
        return names().stream().flatMap(name -> catalogue.find(name).stream()).toList();
    }

    /** Why a caller may not use a model. One that is not enabled looks like one that does not exist. */
    String refusal(String caller, String name) {
        Optional<ModelEntry> entry = catalogue.entry(name).filter(model -> model.status() == Model.Status.RETIRED);
        if (entry.isPresent()) {
            String instead = catalogue.find(name).map(Model::replacedBy).orElse(null);
            return "is retired" + (instead == null ? "" : "; use " + instead);
        }
        return "is not served"
                + Names.meant(name, served(caller).stream().map(ModelEntry::model))
                        .map(near -> "; did you mean " + near + "?")
                        .orElse(ALL);
    }

    private boolean serves(String caller, ModelEntry entry) {
        return enabled.stream().anyMatch(glob -> enabledBy(glob, entry))
                && ofCaller(caller).map(globs -> matchesAny(globs, entry)).orElse(true);
    }

    static boolean enabledBy(String glob, ModelEntry entry) {
        return entry.status() != Model.Status.RETIRED && enables(glob, entry);
    }

    private static boolean enables(String glob, ModelEntry entry) {
        return glob.equals(entry.model())
                || (glob.equals(BY_DEFAULT)
                        ? entry.servedByDefault()
                        : entry.priced() && Globs.matches(glob, entry.model()));
    }

    private Optional<List<String>> ofCaller(String caller) {
        CallersConfig.CallerConfig config = callers.byName().get(caller);
        return config == null ? Optional.empty() : config.models();
    }

    private static boolean matchesAny(List<String> globs, ModelEntry entry) {
        return globs.stream().anyMatch(glob -> Globs.matches(glob, entry.model()));
    }
}
