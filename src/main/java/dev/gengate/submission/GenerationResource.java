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
    private final RefusedSubmissions refused;
    private final Submissions submissions;
    private final Generations generations;
    private final QueuePlaces places;
    private final CompletionWaiters waiters;
    private final SecurityIdentity identity;
    private final Clock clock;

    GenerationResource(
            RequestReader reader,
            RefusedSubmissions refused,
            Submissions submissions,
            Generations generations,
            QueuePlaces places,
            CompletionWaiters waiters,
            SecurityIdentity identity,
            Clock clock) {
        this.reader = reader;
        this.refused = refused;
        this.submissions = submissions;
        this.generations = generations;
        this.places = places;
        this.waiters = waiters;
        this.identity = identity;
        this.clock = clock;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Roles.SUBMIT)
    public Uni<RestResponse<GenerationView>> submit(byte[] body, HttpHeaders headers) {
        Prefer prefer = Prefer.of(headers.getRequestHeader("Prefer"));
        Instant end = clock.instant().plus(prefer.patience());
        String key = refused.ifInvalid(() -> IdempotencyKey.of(headers.getRequestHeader("Idempotency-Key")));
        Submission submission = refused.ifInvalid(() -> reader.read(body));
        String trace = TraceParent.current(headers.getHeaderString("traceparent"));
        return submissions
                .submit(Caller.of(identity), key, submission, trace, prefer.forSending())
                .invoke(answer -> Refusals.throwIfRefused(answer))
                .flatMap(answer -> ended(answer.generation(), end)
                        .flatMap(places::viewOfNew)
                        .map(view -> accepted(view, answer.replayed(), prefer)));
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({Roles.READ, Roles.OPERATOR})
    public Uni<RestResponse<GenerationView>> get(@PathParam("id") String id, HttpHeaders headers) {
        Prefer prefer = Prefer.of(headers.getRequestHeader("Prefer"));
        Instant end = clock.instant().plus(prefer.patience());
        return generations
                .visible(Caller.of(identity), id)
                .flatMap(row -> ended(row, end))
                .flatMap(places::view)
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

    private static RestResponse<GenerationView> accepted(GenerationView view, boolean replayed, Prefer prefer) {
        boolean result = prefer.waits() && view.completedAt() != null;
        RestResponse.ResponseBuilder<GenerationView> response =
                response(result ? RestResponse.Status.OK : RestResponse.Status.ACCEPTED, view, prefer.applied());
        response.header("Location", "/v1/generations/" + view.id());
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
