package dev.gengate.operator;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.gengate.access.Caller;
import dev.gengate.access.Roles;
import dev.gengate.generation.ledger.Replay;
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
import java.time.Instant;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestResponse;

/** Publishes the events of a time range again. */
@Path("/v1/replays")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.OPERATOR)
class ReplaysResource {
    private final OperatorActions operations;
    private final SecurityIdentity identity;

    ReplaysResource(OperatorActions operations, SecurityIdentity identity) {
        this.operations = operations;
        this.identity = identity;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<RestResponse<ReplayView>> replays(byte[] body) {
        return operations.startReplay(Caller.of(identity), body).map(replay -> RestResponse.ResponseBuilder.create(
                        RestResponse.Status.ACCEPTED, ReplayView.of(replay))
                .header("Location", "/v1/replays/" + replay.id())
                .build());
    }

    @GET
    @Path("/{id}")
    public Uni<ReplayView> replayProgress(@PathParam("id") String id) {
        return operations.replayProgress(id).map(ReplayView::of);
    }

    /**
     * A range of completion times, RFC 3339.
     *
     * @param from its beginning
     * @param to its end, not included
     */
    public record Range(String from, String to) {}

    /** A replay's progress. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ReplayView(
            UUID id,
            String state,
            Instant from,
            Instant to,
            long published,
            long skipped,
            Instant createdAt,
            Instant finishedAt) {

        static ReplayView of(Replay replay) {
            return new ReplayView(
                    replay.id(),
                    replay.finishedAt() == null ? "running" : "done",
                    replay.from(),
                    replay.to(),
                    replay.published(),
                    replay.skipped(),
                    replay.createdAt(),
                    replay.finishedAt());
        }
    }
}
