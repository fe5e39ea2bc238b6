package dev.gengate.operator;

import dev.gengate.access.Caller;
import dev.gengate.access.Roles;
import dev.gengate.submission.GenerationView;
import dev.gengate.submission.Reason;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;

/** Publishes the event of one generation again. */
@Path("/v1/generations/{id}/replay")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.OPERATOR)
class ReplayResource {
    private final OperatorActions actions;
    private final SecurityIdentity identity;

    ReplayResource(OperatorActions actions, SecurityIdentity identity) {
        this.actions = actions;
        this.identity = identity;
    }

    @POST
    public Uni<GenerationView> replay(@PathParam("id") String id, UriInfo uri) {
        Caller caller = Caller.of(identity);
        return actions.replay(caller, id, Reason.of(uri)).map(row -> GenerationView.of(row, caller));
    }
}
