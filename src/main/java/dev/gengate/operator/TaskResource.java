package dev.gengate.operator;

import dev.gengate.access.Caller;
import dev.gengate.access.Roles;
import dev.gengate.contract.ApiExamples;
import dev.gengate.submission.GenerationView;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** An operator names the task of an unconfirmed generation. */
@Path("/v1/generations/{id}/task")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.OPERATOR)
@Tag(name = "Operations")
class TaskResource {
    private final Attachments attachments;
    private final SecurityIdentity identity;

    TaskResource(Attachments attachments, SecurityIdentity identity) {
        this.attachments = attachments;
        this.identity = identity;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "attachTask",
            summary = "Name the task of an unconfirmed generation",
            description = "The task that its lost createTask answer was about, by a line of the log or the provider's "
                    + "console. Its result is asked for at once; nothing is created and nothing paid for. Refused "
                    + "(422) unless the provider's record of the task names this generation's callback URL, and "
                    + "(409) in any other state.")
    @Parameter(
            name = "id",
            in = ParameterIn.PATH,
            required = true,
            schema = @Schema(type = SchemaType.STRING, format = "uuid"))
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(implementation = Task.class),
                            examples = @ExampleObject(name = "task", value = ApiExamples.TASK)))
    @APIResponse(
            responseCode = "200",
            description = "It is submitted",
            content =
                    @Content(
                            schema = @Schema(implementation = GenerationView.class),
                            examples = @ExampleObject(name = "submitted", value = ApiExamples.SUBMITTED)))
    @APIResponse(responseCode = "404", description = "No such generation")
    @APIResponse(responseCode = "409", description = "It is not unconfirmed")
    @APIResponse(responseCode = "422", description = "It is no task of this generation")
    public Uni<GenerationView> attach(UriInfo uri, byte[] body) {
        String id = uri.getPathParameters().getFirst("id");
        return attachments.attach(Caller.of(identity), id, body).map(GenerationView::of);
    }

    /**
     * The provider's task.
     *
     * @param taskId its id, opaque
     */
    public record Task(
            @Schema(required = true, minLength = 1, maxLength = 200, examples = "task_google_1765172332800")
                    String taskId) {}
}
