package dev.gengate.contract;

import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestResponse;

/** The contract of the API, for callers: the OpenAPI document as the build made it, in YAML unless JSON is asked for. */
@Path("/q/openapi{suffix:(\\.json|\\.yaml|\\.yml)?}")
class OpenApiResource {
    private static final String JSON = "application/json";

    private final byte[] yaml = SchemaFiles.read("openapi.yaml");
    private final byte[] json = SchemaFiles.read("openapi.json");

    @GET
    @NonBlocking
    @Operation(hidden = true)
    public RestResponse<byte[]> document(
            @PathParam("suffix") String suffix,
            @HeaderParam("Accept") String accept,
            @QueryParam("format") String format) {
        boolean asJson = suffix.isEmpty()
                ? accept != null && accept.contains(JSON) || "json".equalsIgnoreCase(format)
                : suffix.equals(".json");
        return RestResponse.ResponseBuilder.ok(asJson ? json : yaml)
                .header("Content-Type", (asJson ? JSON : "application/yaml") + ";charset=UTF-8")
                .build();
    }
}
