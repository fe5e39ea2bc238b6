package dev.gengate.submission;

import dev.gengate.access.Caller;
import dev.gengate.access.Roles;
import dev.gengate.completion.CompletionWaiters;
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
import org.jboss.resteasy.reactive.RestResponse;

/** Submit, read, list and cancel generations. */
@Path("/v1/generations")
@Produces(MediaType.APPLICATION_JSON)
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
    public Uni<RestResponse<GenerationView>> submit(byte[] body, HttpHeaders headers) {
        PreferHeader prefer = PreferHeader.of(headers.getRequestHeader("Prefer"));
        Instant end = clock.instant().plus(prefer.patience());
        String key = refused.ifInvalid(() -> IdempotencyKey.of(headers.getRequestHeader("Idempotency-Key")));
        Caller caller = Caller.of(identity);
        Submission submission = refused.ifInvalid(() -> reader.read(body, caller.name()));
        String trace = TraceParent.current(headers.getHeaderString("traceparent"));
        return submissions
                .submit(caller, key, submission, trace, prefer.forSending())
                .invoke(answer -> ProviderRefusals.throwIfRefused(answer))
                .flatMap(answer -> ended(answer.generation(), end)
                        .flatMap(views::viewOfNew)
                        .map(view -> accepted(view, key, answer.replayed(), prefer)));
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({Roles.READ, Roles.OPERATOR})
    public Uni<RestResponse<GenerationView>> get(@PathParam("id") String id, HttpHeaders headers) {
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
    public Uni<GenerationPage> list(
            @QueryParam("state") String state,
            @QueryParam("correlationId") String correlationId,
            @QueryParam("limit") String limit,
            @QueryParam("cursor") String cursor) {
        return generations.page(Caller.of(identity), state, correlationId, limit, cursor);
    }

    @DELETE
    @Path("/{id}")
    @RolesAllowed({Roles.SUBMIT, Roles.OPERATOR})
    public Uni<GenerationView> cancel(@PathParam("id") String id) {
        return generations.cancel(Caller.of(identity), id).map(GenerationView::of);
    }

    /** The generation once it has ended, if the client asked to wait and it ends in time; otherwise as it was. */
    private Uni<Generation> ended(Generation row, Instant end) {
        Duration left = Duration.between(clock.instant(), end);
        if (left.isNegative() || left.isZero() || row.state().terminal()) {
            return Uni.createFrom().item(row);
        }
        return waiters.await(row.id(), left)
                .flatMap(ended ->
                        ended == null ? generations.now(row) : Uni.createFrom().item(ended));
    }

    private RestResponse<GenerationView> accepted(
            GenerationView view, String key, boolean replayed, PreferHeader prefer) {
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
