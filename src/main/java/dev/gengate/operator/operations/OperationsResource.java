package dev.gengate.operator.operations;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.gengate.access.Caller;
import dev.gengate.access.Roles;
import dev.gengate.generation.operations.Operation;
import dev.gengate.submission.Reason;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jboss.resteasy.reactive.RestResponse.Status;

/** Something done to all generations that match. */
@Path("/v1/operations")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.OPERATOR)
class OperationsResource {
    private final Operations operations;
    private final SecurityIdentity identity;

    OperationsResource(Operations operations, SecurityIdentity identity) {
        this.operations = operations;
        this.identity = identity;
    }

    /**
     * What a dry run finds.
     *
     * @param complete whether all of the range was looked at
     */
    public record Matches(long matched, boolean complete, List<UUID> examples) {}

    /** A page with the last ones. */
    public record OperationList(List<OperationView> items) {}

    /** An operation and how far it is. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record OperationView(
            UUID id,
            String action,
            String state,
            @JsonRawValue String filter,
            String reason,
            String requestedBy,
            Integer most,
            Long matched,
            long looked,
            long done,
            long skipped,
            Instant createdAt,
            Instant finishedAt,
            String abortedBy) {
        static OperationView of(Operation operation) {
            return new OperationView(
                    operation.id(),
                    operation.action(),
                    state(operation),
                    operation.filter(),
                    operation.reason(),
                    operation.requestedBy(),
                    operation.most(),
                    operation.matched(),
                    operation.looked(),
                    operation.done(),
                    operation.skipped(),
                    operation.createdAt(),
                    operation.finishedAt(),
                    operation.abortedBy());
        }

        private static String state(Operation operation) {
            if (operation.finishedAt() == null) {
                return "running";
            }
            return operation.abortedBy() == null ? "done" : "aborted";
        }
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<RestResponse<?>> begin(byte[] body) {
        Order order = operations.order(body);
        if (order.dry()) {
            return operations.matches(order).map(matches -> ResponseBuilder.ok(matches)
                    .build());
        }
        return operations.begin(order, Caller.of(identity).name()).map(operation -> ResponseBuilder.create(
                        Status.ACCEPTED, OperationView.of(operation))
                .header("Location", "/v1/operations/" + operation.id())
                .build());
    }

    @GET
    public Uni<OperationList> list() {
        return operations
                .newest()
                .map(newest ->
                        new OperationList(newest.stream().map(OperationView::of).toList()));
    }

    @GET
    @Path("/{id}")
    public Uni<OperationView> progress(@PathParam("id") String id) {
        return operations.find(id).map(OperationView::of);
    }

    @POST
    @Path("/{id}/abort")
    public Uni<OperationView> abort(@PathParam("id") String id, UriInfo uri) {
        return operations.abort(id, Caller.of(identity).name(), Reason.of(uri)).map(OperationView::of);
    }
}
