package dev.gengate.models;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The input of one model, in the provider's own words. The next model is one more record with its {@link Model} name,
 * and its name in this line of permits.
 */
public sealed interface ModelInput permits Imagen4FastInput {
    /** The model of a request that names none. */
    String DEFAULT_MODEL = "google/imagen4-fast";

    /** The provider's name of the model that takes this input. */
    @Retention(RetentionPolicy.RUNTIME)
    @interface Model {
        String value();
    }

    /** The input type of a model, if the gateway serves it. */
    static Optional<Class<? extends ModelInput>> ofModel(String model) {
        return Optional.ofNullable(Models.BY_NAME.get(model));
    }

    /** The models that are served, for error texts. */
    static String names() {
        return String.join(", ", Models.BY_NAME.keySet());
    }

    /** Read once from the permitted types. */
    final class Models {
        private static final Map<String, Class<? extends ModelInput>> BY_NAME = new TreeMap<>();

        static {
            Arrays.stream(ModelInput.class.getPermittedSubclasses())
                    .map(type -> type.<ModelInput>asSubclass(ModelInput.class))
                    .forEach(type -> BY_NAME.put(type.getAnnotation(Model.class).value(), type));
        }

        private Models() {}
    }
}
