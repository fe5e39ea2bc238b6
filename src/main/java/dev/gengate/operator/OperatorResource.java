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
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.resteasy.reactive.RestResponse;

/** What an operator does to one generation. */
@Path("/v1/generations")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.OPERATOR)
class OperatorResource {
    private final OperatorActions operations;
    private final Attachments attachments;
    private final SecurityIdentity identity;

    OperatorResource(OperatorActions operations, Attachments attachments, SecurityIdentity identity) {
        this.operations = operations;
        this.attachments = attachments;
        this.identity = identity;
    }

    /** Publishes its event again. */
    @POST
    @Path("/{id}/replay")
    public Uni<GenerationView> replay(@PathParam("id") String id, UriInfo uri) {
        Caller caller = Caller.of(identity);
        return operations.replay(caller, id, Reason.of(uri)).map(row -> GenerationView.of(row, caller));
    }

    /** Sends an unconfirmed one again. */
    @POST
    @Path("/{id}/resubmit")
    public Uni<RestResponse<GenerationView>> resubmit(@PathParam("id") String id, UriInfo uri) {
        Caller caller = Caller.of(identity);
        return operations
                .resubmit(caller, id, Reason.of(uri))
                .map(row -> RestResponse.accepted(GenerationView.of(row, caller)));
    }

    /** Attaches a task to an unconfirmed one. */
    @POST
    @Path("/{id}/task")
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
