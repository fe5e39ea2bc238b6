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
import org.jboss.resteasy.reactive.RestResponse;

/** An operator sends an unconfirmed generation once more. */
@Path("/v1/generations/{id}/resubmit")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.OPERATOR)
@Tag(name = "Operations")
class ResubmitResource {
    private final OperatorActions operations;
    private final SecurityIdentity identity;

    ResubmitResource(OperatorActions operations, SecurityIdentity identity) {
        this.operations = operations;
        this.identity = identity;
    }

    @POST
    @Operation(
            operationId = "resubmitGeneration",
            summary = "Send an unconfirmed generation once more",
            description = "Its first task may exist and be charged: a second one may be paid for. Refused (409) in any "
                    + "other state.")
    @APIResponse(
            responseCode = "202",
            description = "Queued",
            content =
                    @Content(
                            schema = @Schema(implementation = GenerationView.class),
                            examples = @ExampleObject(name = "queued", value = ApiExamples.REQUEUED)))
    @APIResponse(responseCode = "404", description = "No such generation")
    @APIResponse(responseCode = "409", description = "It is not unconfirmed")
    public Uni<RestResponse<GenerationView>> resubmit(
            @Parameter(schema = @Schema(format = "uuid")) @PathParam("id") String id) {
        return operations.resubmit(Caller.of(identity), id).map(row -> RestResponse.accepted(GenerationView.of(row)));
    }
}
