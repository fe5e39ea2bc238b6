package dev.gengate.operator;

import dev.gengate.access.Caller;
import dev.gengate.access.Roles;
import dev.gengate.contract.ApiExamples;
import dev.gengate.submission.GenerationView;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** An operator publishes the event of one generation again. */
@Path("/v1/generations/{id}/replay")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.OPERATOR)
@Tag(name = "Operations")
class ReplayResource {
    private final OperatorActions operations;
    private final SecurityIdentity identity;

    ReplayResource(OperatorActions operations, SecurityIdentity identity) {
        this.operations = operations;
        this.identity = identity;
    }

    @POST
    @Operation(
            operationId = "replayGeneration",
            summary = "Publish the terminal event of one generation again",
            description = "Same ce_id; the header gateway_replay says that it is a replay.")
    @APIResponse(
            responseCode = "200",
            description = "The broker has it",
            content =
                    @Content(
                            schema = @Schema(implementation = GenerationView.class),
                            examples = @ExampleObject(name = "succeeded", value = ApiExamples.SUCCEEDED)))
    @APIResponse(responseCode = "404", description = "No such generation")
    @APIResponse(
            responseCode = "409",
            description = "It has not ended, or its event is not taken for what it is: too large, say")
    @APIResponse(responseCode = "503", description = "The broker did not take it")
    public Uni<GenerationView> replay(@Parameter(schema = @Schema(format = "uuid")) @PathParam("id") String id) {
        return operations.replay(Caller.of(identity), id).map(GenerationView::of);
    }
}
