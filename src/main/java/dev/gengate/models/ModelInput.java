package dev.gengate.models;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The input of one model, in the provider's terms. To add a model, add a record with its {@link Model} name and list it
 * under {@code permits}.
 */
public sealed interface ModelInput permits Imagen4FastInput {
    /** The model of a request without one. */
    String DEFAULT_MODEL = "google/imagen4-fast";

    /** The provider's name of the model with this input. */
    @Retention(RetentionPolicy.RUNTIME)
    @interface Model {
        String value();
    }

    /** The input type of a model; empty if the gateway does not serve it. */
    static Optional<Class<? extends ModelInput>> ofModel(String model) {
        return Optional.ofNullable(Models.BY_NAME.get(model));
    }

    /** The names of all served models, for error messages. */
    static String names() {
        return String.join(", ", Models.BY_NAME.keySet());
    }

    /** The served models, read once from the permitted types. */
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
