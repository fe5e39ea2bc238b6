package dev.gengate.contract;

import dev.gengate.problem.ProblemException;
import dev.gengate.problem.ProblemType;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.resteasy.reactive.RestResponse;

/** Serves the contracts of {@code src/main/resources/schema} for callers and consumers. */
@Path("/")
@NonBlocking
class ContractResource {
    private static final String YAML = "application/yaml";

    private static final String SCHEMA = "application/schema+json";

    private static final Map<String, String> SCHEMAS = Map.of(
            "generation-completed.schema.json", SCHEMA,
            "generation-stored.schema.json", SCHEMA,
            "generation-requested.schema.json", SCHEMA,
            "generation-rejected.schema.json", SCHEMA,
            "asyncapi.yaml", YAML);

    private final Map<String, byte[]> files = new ConcurrentHashMap<>();

    /** The OpenAPI document of the API, in YAML. */
    @GET
    @Path("q/openapi{suffix:(\\.yaml|\\.yml)?}")
    public RestResponse<byte[]> openApi() {
        return file("openapi.yaml", YAML + ";charset=UTF-8");
    }

    /** JSON Schema or AsyncAPI of the topics. */
    @GET
    @Path("schemas/{name}")
    public RestResponse<byte[]> schema(@PathParam("name") String name) {
        if (!SCHEMAS.containsKey(name)) {
            throw ProblemException.of(ProblemType.NOT_FOUND, "There is no schema with this name.");
        }
        return file(name, SCHEMAS.get(name));
    }

    private RestResponse<byte[]> file(String name, String type) {
        return RestResponse.ResponseBuilder.ok(files.computeIfAbsent(name, ContractResource::read))
                .header("Content-Type", type)
                .build();
    }

    private static byte[] read(String name) {
        try (InputStream file = Thread.currentThread().getContextClassLoader().getResourceAsStream("schema/" + name)) {
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
