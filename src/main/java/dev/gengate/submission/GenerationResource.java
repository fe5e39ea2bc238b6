package dev.gengate.submission;

import static org.eclipse.microprofile.openapi.annotations.enums.ParameterIn.HEADER;

import dev.gengate.access.Caller;
import dev.gengate.access.Roles;
import dev.gengate.completion.CompletionWaiters;
import dev.gengate.contract.ApiExamples;
import dev.gengate.generation.Generation;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** Submit, read, list and cancel generations. */
@Path("/v1/generations")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Generations")
class GenerationResource {
    private static final String WAIT =
            "wait=N: hold the answer for up to N seconds (120 at most) until the generation has ended.";

    private final RequestReader reader;
    private final EarlyRefusals refused;
    private final Submissions submissions;
    private final Generations generations;
    private final GenerationViews views;
    private final CompletionWaiters waiters;
    private final KeyMemory keys;
    private final SecurityIdentity identity;
    private final Clock clock;

    GenerationResource(
            RequestReader reader,
            EarlyRefusals refused,
            Submissions submissions,
            Generations generations,
            GenerationViews views,
            CompletionWaiters waiters,
            KeyMemory keys,
            SecurityIdentity identity,
            Clock clock) {
        this.reader = reader;
        this.refused = refused;
        this.submissions = submissions;
        this.generations = generations;
        this.views = views;
        this.waiters = waiters;
        this.keys = keys;
        this.identity = identity;
        this.clock = clock;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Roles.SUBMIT)
    @Operation(
            operationId = "submitGeneration",
            summary = "Submit a generation",
            description = "Makes it durable, then asks the provider for it at once if the provider's limit has room.")
    @Parameter(
            name = "Idempotency-Key",
            in = HEADER,
            schema = @Schema(type = SchemaType.STRING, maxLength = 255),
            description = "1 to 255 printable ASCII characters. One key of one caller is one generation, for as "
                    + "long as that is known (Idempotency-Key-Expires); after that it is a new request.")
    @Parameter(
            name = "Prefer",
            in = HEADER,
            schema = @Schema(type = SchemaType.STRING),
            description = WAIT + " respond-async: answer as soon as it is durable.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = SubmissionRequest.class),
                            examples = {
                                @ExampleObject(
                                        name = "short",
                                        value = "{\"input\":{\"prompt\":\"a lighthouse at dawn\"}}"),
                                @ExampleObject(name = "full", value = ApiExamples.SUBMISSION)
                            }))
    @APIResponse(
            responseCode = "202",
            description = "Accepted: submitted, or queued, or unconfirmed; the state as it is now",
            headers = {
                @Header(name = "Location", ref = "Location"),
                @Header(name = "Idempotent-Replayed", ref = "Idempotent-Replayed"),
                @Header(name = KeyMemory.HEADER, ref = KeyMemory.HEADER),
                @Header(name = "Preference-Applied", ref = "Preference-Applied")
            },
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = GenerationView.class),
                            examples = {
                                @ExampleObject(name = "submitted", value = ApiExamples.SUBMITTED),
                                @ExampleObject(name = "queued", value = ApiExamples.QUEUED),
                                @ExampleObject(name = "unconfirmed", value = ApiExamples.UNCONFIRMED)
                            }))
    @APIResponse(
            responseCode = "200",
            description = "Prefer: wait was honoured and the generation has ended",
            headers = {
                @Header(name = "Location", ref = "Location"),
                @Header(name = "Idempotent-Replayed", ref = "Idempotent-Replayed"),
                @Header(name = KeyMemory.HEADER, ref = KeyMemory.HEADER),
                @Header(name = "Preference-Applied", ref = "Preference-Applied")
            },
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = GenerationView.class),
                            examples = @ExampleObject(name = "succeeded", value = ApiExamples.SUCCEEDED)))
    @APIResponse(responseCode = "400", description = "Not well-formed JSON, or not understood")
    @APIResponse(
            responseCode = "402",
            description = "The provider's account has no credits; id names the failed generation, without id nothing "
                    + "was stored")
    @APIResponse(
            responseCode = "422",
            description = "Not valid (errors name the fields), refused by the provider (id names the failed "
                    + "generation), or the Idempotency-Key belongs to another request")
    @APIResponse(
            responseCode = "429",
            description = "As many generations wait as may wait, or the caller's daily limit is used up; Retry-After "
                    + "says when to come back")
    @APIResponse(
            responseCode = "502",
            description = "The provider refuses the gateway's key or cannot be used; id names the failed generation")
    public Uni<RestResponse<GenerationView>> submit(byte[] body, HttpHeaders headers) {
        PreferHeader prefer = PreferHeader.of(headers.getRequestHeader("Prefer"));
        Instant end = clock.instant().plus(prefer.patience());
        String key = refused.ifInvalid(() -> IdempotencyKey.of(headers.getRequestHeader("Idempotency-Key")));
        Submission submission = refused.ifInvalid(() -> reader.read(body));
        String trace = TraceParent.current(headers.getHeaderString("traceparent"));
        return submissions
                .submit(Caller.of(identity), key, submission, trace, prefer.forSending())
                .invoke(answer -> ProviderRefusals.throwIfRefused(answer))
                .flatMap(answer -> ended(answer.generation(), end)
                        .flatMap(views::viewOfNew)
                        .map(view -> accepted(view, key, answer.replayed(), prefer)));
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({Roles.READ, Roles.OPERATOR})
    @Operation(operationId = "getGeneration", summary = "Read one generation")
    @Parameter(name = "Prefer", in = HEADER, schema = @Schema(type = SchemaType.STRING), description = WAIT)
    @APIResponse(
            responseCode = "200",
            description = "As it is now",
            headers = @Header(name = "Preference-Applied", ref = "Preference-Applied"),
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = GenerationView.class),
                            examples = @ExampleObject(name = "succeeded", value = ApiExamples.SUCCEEDED)))
    @APIResponse(responseCode = "404", description = "No such generation of this caller")
    public Uni<RestResponse<GenerationView>> get(
            @Parameter(schema = @Schema(format = "uuid")) @PathParam("id") String id, HttpHeaders headers) {
        PreferHeader prefer = PreferHeader.of(headers.getRequestHeader("Prefer"));
        Instant end = clock.instant().plus(prefer.patience());
        return generations
                .visible(Caller.of(identity), id)
                .flatMap(row -> ended(row, end))
                .flatMap(views::view)
                .map(view -> response(RestResponse.Status.OK, view, prefer.appliedToReading())
                        .build());
    }

    @GET
    @RolesAllowed({Roles.READ, Roles.OPERATOR})
    @Operation(
            operationId = "listGenerations",
            summary = "List the caller's generations, newest first",
            description = "An operator sees those of all callers.")
    @APIResponse(
            responseCode = "200",
            description = "One page",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = GenerationPage.class),
                            examples = @ExampleObject(name = "page", value = ApiExamples.PAGE)))
    @APIResponse(responseCode = "422", description = "A query parameter is not valid")
    public Uni<GenerationPage> list(
            @Parameter(
                            description = "Only this state",
                            example = "failed",
                            schema =
                                    @Schema(
                                            type = SchemaType.STRING,
                                            enumeration = {
                                                "queued",
                                                "submitting",
                                                "submitted",
                                                "unconfirmed",
                                                "succeeded",
                                                "failed",
                                                "expired",
                                                "cancelled"
                                            }))
                    @QueryParam("state")
                    String state,
            @Parameter(description = "Only this one", example = "order-42") @QueryParam("correlationId")
                    String correlationId,
            @Parameter(
                            description = "Items in a page",
                            schema =
                                    @Schema(
                                            type = SchemaType.INTEGER,
                                            minimum = "1",
                                            maximum = "100",
                                            defaultValue = "20"))
                    @QueryParam("limit")
                    String limit,
            @Parameter(description = "nextCursor of the page before") @QueryParam("cursor") String cursor) {
        return generations.page(Caller.of(identity), state, correlationId, limit, cursor);
    }

    @DELETE
    @Path("/{id}")
    @RolesAllowed({Roles.SUBMIT, Roles.OPERATOR})
    @Operation(
            operationId = "cancelGeneration",
            summary = "Cancel a queued generation",
            description = "Its terminal event is published. What the provider has cannot be taken back.")
    @APIResponse(
            responseCode = "200",
            description = "Cancelled",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = GenerationView.class),
                            examples = @ExampleObject(name = "cancelled", value = ApiExamples.CANCELLED)))
    @APIResponse(responseCode = "404", description = "No such generation of this caller")
    @APIResponse(responseCode = "409", description = "It is not queued (any more)")
    public Uni<GenerationView> cancel(@Parameter(schema = @Schema(format = "uuid")) @PathParam("id") String id) {
        return generations.cancel(Caller.of(identity), id).map(GenerationView::of);
    }

    /** The generation once it has ended, if that was asked for and comes in time; else as it was. */
    private Uni<Generation> ended(Generation row, Instant end) {
        Duration left = Duration.between(clock.instant(), end);
        if (left.isNegative() || left.isZero() || row.state().terminal()) {
            return Uni.createFrom().item(row);
        }
        return waiters.await(row.id(), left)
                .flatMap(ended ->
                        ended == null ? generations.now(row) : Uni.createFrom().item(ended));
    }

    private RestResponse<GenerationView> accepted(GenerationView view, String key, boolean replayed, PreferHeader prefer) {
        boolean result = prefer.waits() && view.completedAt() != null;
        RestResponse.ResponseBuilder<GenerationView> response =
                response(result ? RestResponse.Status.OK : RestResponse.Status.ACCEPTED, view, prefer.applied());
        response.header("Location", "/v1/generations/" + view.id());
        if (key != null) {
            response.header(KeyMemory.HEADER, keys.until(view));
        }
        if (replayed) {
            response.header("Idempotent-Replayed", "true");
        }
        return response.build();
    }

    private static RestResponse.ResponseBuilder<GenerationView> response(
            RestResponse.Status status, GenerationView view, String applied) {
        RestResponse.ResponseBuilder<GenerationView> response = RestResponse.ResponseBuilder.create(status, view);
        if (applied != null) {
            response.header("Preference-Applied", applied);
        }
        return response;
    }
}
