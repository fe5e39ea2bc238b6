package dev.gengate.files;

import dev.gengate.access.Caller;
import dev.gengate.access.Roles;
import dev.gengate.http.StreamedBody;
import dev.gengate.problem.ProblemException;
import dev.gengate.problem.ProblemType;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/** Uploads of callers that have bytes and no URL. They are their own caller's alone. */
@Path(StreamedBody.PATH)
@Produces(MediaType.APPLICATION_JSON)
class FileResource {
    private final Uploads uploads;
    private final UploadProblems problems;
    private final OwnFiles files;
    private final SecurityIdentity identity;

    FileResource(Uploads uploads, UploadProblems problems, OwnFiles files, SecurityIdentity identity) {
        this.uploads = uploads;
        this.problems = problems;
        this.files = files;
        this.identity = identity;
    }

    /** Its body is no parameter: the framework would hold it. */
    @POST
    @RolesAllowed(Roles.SUBMIT)
    public Uni<RestResponse<FileView>> upload(@Context RoutingContext context) {
        return uploads.receive(Caller.of(identity).name(), context)
                .onFailure()
                .transform(problems::of)
                .map(file -> ResponseBuilder.<FileView>created(URI.create(StreamedBody.PATH + "/" + file.id()))
                        .entity(FileView.of(file))
                        .build());
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({Roles.SUBMIT, Roles.READ})
    public Uni<FileView> get(@PathParam("id") String id) {
        return files.find(Caller.of(identity).name(), id)
                .onItem()
                .ifNull()
                .failWith(FileResource::unknown)
                .map(FileView::of);
    }

    @DELETE
    @Path("/{id}")
    @RolesAllowed(Roles.SUBMIT)
    public Uni<Void> remove(@PathParam("id") String id) {
        return files.remove(Caller.of(identity).name(), id)
                .invoke(removed -> {
                    if (!removed) {
                        throw unknown();
                    }
                })
                .replaceWithVoid();
    }

    private static ProblemException unknown() {
        return ProblemException.of(ProblemType.NOT_FOUND, "There is no file with this id.");
    }
}
