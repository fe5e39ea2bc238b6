package dev.gengate.provider;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;

/** The provider's HTTP interface. Answers are raw, because neither status nor content type is reliable. */
@Path("/api/v1")
interface KieApi {

    @POST
    @Path("/jobs/createTask")
    @Consumes(MediaType.APPLICATION_JSON)
    Uni<Response> createTask(CreateTask task);

    @GET
    @Path("/jobs/recordInfo")
    Uni<Response> recordInfo(@QueryParam("taskId") String taskId);

    @POST
    @Path("/common/download-url")
    @Consumes(MediaType.APPLICATION_JSON)
    Uni<Response> downloadUrl(Map<String, String> body);

    @GET
    @Path("/chat/credit")
    Uni<Response> credit();

    @GET
    @Path("/models/{model}/schema")
    Uni<Response> schema(@PathParam("model") String model);

    /** The same of a model with a slash in its name, which must not be percent-encoded. */
    @GET
    @Path("/models/{vendor}/{model}/schema")
    Uni<Response> schema(@PathParam("vendor") String vendor, @PathParam("model") String model);
}
