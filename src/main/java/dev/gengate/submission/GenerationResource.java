package dev.gengate.submission;

import dev.gengate.access.Caller;
import dev.gengate.access.Roles;
import dev.gengate.observability.GenerationTrace;
import dev.gengate.submission.pages.GenerationPage;
import dev.gengate.submission.pages.Listing;
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
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.time.Instant;
import org.jboss.resteasy.reactive.RestResponse;

/** Submit, read, list and cancel generations. */
@Path("/v1/generations")
@Produces(MediaType.APPLICATION_JSON)
class GenerationResource {
    private final Requests requests;
    private final SubmissionMetrics metrics;
    private final Generations generations;
    private final Listing listing;
    private final GenerationAnswers answers;
    private final SecurityIdentity identity;
    private final Clock clock;

    GenerationResource(
            Requests requests,
            SubmissionMetrics metrics,
            Generations generations,
            Listing listing,
            GenerationAnswers answers,
            SecurityIdentity identity,
            Clock clock) {
        this.requests = requests;
        this.metrics = metrics;
        this.generations = generations;
        this.listing = listing;
        this.answers = answers;
        this.identity = identity;
        this.clock = clock;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Roles.SUBMIT)
    public Uni<RestResponse<GenerationView>> submit(byte[] body, HttpHeaders headers) {
        PreferHeader prefer = PreferHeader.of(headers.getRequestHeader("Prefer"));
        Instant end = clock.instant().plus(prefer.patience());
        String key = metrics.ifInvalid(() -> IdempotencyKey.of(headers.getRequestHeader("Idempotency-Key")));
        Caller caller = Caller.of(identity);
        String trace = GenerationTrace.received(headers.getHeaderString("traceparent"));
        return requests.submit(caller, key, body, trace, prefer.forSending())
                .invoke(GenerationAnswers::throwIfRefused)
                .flatMap(answer -> generations
                        .ended(answer.generation(), end)
                        // it is durable, and may be paid for: a ledger that is away now makes no failure of it
                        .onFailure()
                        .recoverWithItem(answer.generation())
                        .flatMap(row -> answers.accepted(caller, row, key, answer.replayed(), prefer)));
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({Roles.READ, Roles.OPERATOR})
    public Uni<RestResponse<GenerationView>> get(@PathParam("id") String id, HttpHeaders headers) {
        PreferHeader prefer = PreferHeader.of(headers.getRequestHeader("Prefer"));
        Instant end = clock.instant().plus(prefer.patience());
        Caller caller = Caller.of(identity);
        return generations
                .visible(caller, id)
                .flatMap(row -> generations.ended(row, end))
                .flatMap(row -> answers.found(caller, row, prefer));
    }

    @GET
    @RolesAllowed({Roles.READ, Roles.OPERATOR})
    public Uni<GenerationPage> list(UriInfo uri) {
        return listing.page(Caller.of(identity), uri.getQueryParameters());
    }

    @DELETE
    @Path("/{id}")
    @RolesAllowed({Roles.SUBMIT, Roles.OPERATOR})
    public Uni<GenerationView> cancel(@PathParam("id") String id, UriInfo uri) {
        Caller caller = Caller.of(identity);
        return generations.cancel(caller, id, Reason.of(uri)).map(row -> GenerationView.of(row, caller));
    }
}
