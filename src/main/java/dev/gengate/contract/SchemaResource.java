package dev.gengate.contract;

import dev.gengate.problem.ProblemException;
import dev.gengate.problem.ProblemType;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** The contract of the topic, for consumers: JSON Schema and AsyncAPI. */
@Path("/schemas")
@Tag(name = "Schemas")
class SchemaResource {
    private static final Set<String> NAMES = Set.of("generation-completed.schema.json", "asyncapi.yaml");

    private final Map<String, byte[]> files =
            NAMES.stream().collect(Collectors.toUnmodifiableMap(Function.identity(), SchemaFiles::read));

    @GET
    @Path("/{name}")
    @NonBlocking
    @Operation(operationId = "getSchema", summary = "Read the JSON Schema or the AsyncAPI file of the topic")
    @APIResponse(
            responseCode = "200",
            description = "The file",
            content = {
                @Content(
                        mediaType = "application/schema+json",
                        schema = @Schema(type = SchemaType.OBJECT),
                        examples =
                                @ExampleObject(
                                        name = "generation-completed.schema.json",
                                        value = "{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\"}")),
                @Content(
                        mediaType = "application/yaml",
                        schema = @Schema(type = SchemaType.STRING),
                        examples = @ExampleObject(name = "asyncapi.yaml", value = "asyncapi: 3.0.0"))
            })
    @APIResponse(responseCode = "404", description = "There is no such file")
    public RestResponse<byte[]> schema(@PathParam("name") String name) {
        byte[] file = files.get(name);
        if (file == null) {
            throw ProblemException.of(ProblemType.NOT_FOUND, "There is no schema of this name.");
        }
        String type = name.endsWith(".json") ? "application/schema+json" : "application/yaml";
        return RestResponse.ResponseBuilder.ok(file)
                .header("Content-Type", type)
                .build();
    }
}
