package dev.gengate.operator;

import dev.gengate.access.Caller;
import dev.gengate.access.Roles;
import dev.gengate.submission.GenerationView;
import dev.gengate.submission.Reason;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;

/** Attaches a task to an unconfirmed generation. */
@Path("/v1/generations/{id}/task")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.OPERATOR)
class TaskResource {
    private final Attachments attachments;
    private final SecurityIdentity identity;

    TaskResource(Attachments attachments, SecurityIdentity identity) {
        this.attachments = attachments;
        this.identity = identity;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<GenerationView> attach(UriInfo uri, byte[] body) {
        String id = uri.getPathParameters().getFirst("id");
        Caller caller = Caller.of(identity);
        return attachments.attach(caller, id, body, Reason.of(uri)).map(row -> GenerationView.of(row, caller));
    }

    /**
     * The provider's task.
     *
     * @param taskId its id, opaque
     */
    public record Task(String taskId) {}
}
