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
import org.jboss.resteasy.reactive.RestResponse;

/** Sends an unconfirmed generation again. */
@Path("/v1/generations/{id}/resubmit")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.OPERATOR)
class ResubmitResource {
    private final OperatorActions actions;
    private final SecurityIdentity identity;

    ResubmitResource(OperatorActions actions, SecurityIdentity identity) {
        this.actions = actions;
        this.identity = identity;
    }

    @POST
    public Uni<RestResponse<GenerationView>> resubmit(@PathParam("id") String id, UriInfo uri) {
        Caller caller = Caller.of(identity);
        return actions.resubmit(caller, id, Reason.of(uri))
                .map(row -> RestResponse.accepted(GenerationView.of(row, caller)));
    }
}
