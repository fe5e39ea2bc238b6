package dev.gengate.submission.results;

import dev.gengate.access.Caller;
import dev.gengate.access.Roles;
import dev.gengate.custody.ResultPlace;
import dev.gengate.custody.ResultPlaces;
import dev.gengate.generation.Generation;
import dev.gengate.problem.ProblemException;
import dev.gengate.problem.ProblemType;
import dev.gengate.submission.Generations;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

/** The results of generations themselves. Their addresses never change, wherever they are kept. */
@Path("/v1/generations/{id}/results/{number}")
class ResultResource {
    private final Generations generations;
    private final ResultPlaces places;
    private final ResultAnswers answers;
    private final SecurityIdentity identity;

    ResultResource(Generations generations, ResultPlaces places, ResultAnswers answers, SecurityIdentity identity) {
        this.generations = generations;
        this.places = places;
        this.answers = answers;
        this.identity = identity;
    }

    @GET
    @RolesAllowed({Roles.READ, Roles.OPERATOR})
    public Uni<Response> get(
            @PathParam("id") String id,
            @PathParam("number") String number,
            HttpHeaders headers,
            Request request,
            UriInfo uri) {
        Caller caller = Caller.of(identity);
        boolean head = request.getMethod().equals(HttpMethod.HEAD);
        return generations
                .visible(caller, id)
                .invoke(row -> allowed(caller, row))
                .flatMap(row -> places.of(row, number(number), head))
                .map(place -> answer(place, headers, uri))
                .onFailure()
                .transform(StoreProblems::of);
    }

    private Response answer(ResultPlace place, HttpHeaders headers, UriInfo uri) {
        return answers.of(
                place,
                headers,
                AcceptHeader.prefersUrl(headers.getHeaderString("Accept")),
                uri.getRequestUri().getRawPath());
    }

    /** Who may see that it is there may not always see what it is. */
    private static void allowed(Caller caller, Generation row) {
        if (!caller.mayRead(row)) {
            throw ProblemException.of(ProblemType.FORBIDDEN, "The results of others need the role content.", row.id());
        }
    }

    private static int number(String text) {
        if (!text.matches("[1-9]\\d{0,3}")) {
            throw ProblemException.of(ProblemType.NOT_FOUND, "The generation has no such result.");
        }
        return Integer.parseInt(text);
    }
}
