package dev.gengate.contract;

import dev.gengate.models.ModelInput;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;

/** In the OpenAPI document an input is that of one of the models, and a model one of those that are served. */
public class ModelSchemas implements OASFilter {

    @Override
    public void filterOpenAPI(OpenAPI document) {
        Map<String, Schema> schemas = document.getComponents().getSchemas();
        schemas.get("ModelInput").setOneOf(inputs());
        schemas.get("Submission").getProperties().get("model").setEnumeration(List.copyOf(names()));
    }

    private static List<Schema> inputs() {
        return types().map(type -> OASFactory.createSchema().ref("#/components/schemas/" + type.getSimpleName()))
                .toList();
    }

    private static List<String> names() {
        return types().map(type -> type.getAnnotation(ModelInput.Model.class).value())
                .toList();
    }

    private static Stream<Class<?>> types() {
        return Arrays.stream(ModelInput.class.getPermittedSubclasses());
    }
}
