package dev.gengate.operator;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.gengate.access.Caller;
import dev.gengate.access.Roles;
import dev.gengate.contract.ApiExamples;
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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** An operator publishes the events of a time range again. */
@Path("/v1/replays")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.OPERATOR)
@Tag(name = "Operations")
class ReplaysResource {
    private final OperatorActions operations;
    private final SecurityIdentity identity;

    ReplaysResource(OperatorActions operations, SecurityIdentity identity) {
        this.operations = operations;
        this.identity = identity;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "startReplay",
            summary = "Publish the terminal events of a time range again",
            description = "In the background, at gateway.replay.rate a second over all replicas.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(implementation = Range.class),
                            examples = @ExampleObject(name = "hour", value = ApiExamples.RANGE)))
    @APIResponse(
            responseCode = "202",
            description = "Durable and running; Location shows its progress",
            headers = @Header(name = "Location", ref = "Location"),
            content =
                    @Content(
                            schema = @Schema(implementation = ReplayView.class),
                            examples = @ExampleObject(name = "running", value = ApiExamples.REPLAY_RUNNING)))
    @APIResponse(responseCode = "422", description = "The range is not valid")
    public Uni<RestResponse<ReplayView>> replays(byte[] body) {
        return operations.startReplay(Caller.of(identity), body).map(replay -> RestResponse.ResponseBuilder.create(
                        RestResponse.Status.ACCEPTED, ReplayView.of(replay))
                .header("Location", "/v1/replays/" + replay.id())
                .build());
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "getReplay", summary = "Read how far a replay is")
    @APIResponse(
            responseCode = "200",
            description = "As it is now",
            content =
                    @Content(
                            schema = @Schema(implementation = ReplayView.class),
                            examples = @ExampleObject(name = "done", value = ApiExamples.REPLAY_DONE)))
    @APIResponse(responseCode = "404", description = "No such replay")
    public Uni<ReplayView> replayProgress(@Parameter(schema = @Schema(format = "uuid")) @PathParam("id") String id) {
        return operations.replayProgress(id).map(ReplayView::of);
    }

    /**
     * Completion times, RFC 3339.
     *
     * @param from the first
     * @param to the end, not included
     */
    public record Range(
            @Schema(required = true, examples = "2026-01-01T10:00:00Z") String from,
            @Schema(required = true, examples = "2026-01-01T11:00:00Z") String to) {}

    /** A replay's progress. */
    @Schema(name = "Replay")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ReplayView(
            UUID id,
            @Schema(enumeration = {"running", "done"}) String state,
            Instant from,
            Instant to,
            @Schema(description = "Events published so far") long published,
            @Schema(description = "Generations passed over, since their event is not taken for what it is")
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
