package dev.gengate.access;

import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.stream.Stream;

/** Who the caller is here, and what it may do. */
@Path("/v1/caller")
@Produces(MediaType.APPLICATION_JSON)
class CallerResource {
    private final SecurityIdentity identity;

    CallerResource(SecurityIdentity identity) {
        this.identity = identity;
    }

    /** The name and the roles of a caller. */
    public record CallerView(String caller, List<String> roles) {}

    @GET
    @RolesAllowed({Roles.SUBMIT, Roles.READ, Roles.OPERATOR, Roles.CONTENT})
    public Uni<CallerView> caller() {
        List<String> roles = Stream.of(Roles.SUBMIT, Roles.READ, Roles.OPERATOR, Roles.CONTENT)
                .filter(identity::hasRole)
                .toList();
        return Uni.createFrom().item(new CallerView(identity.getPrincipal().getName(), roles));
    }
}
