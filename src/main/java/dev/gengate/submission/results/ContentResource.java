package dev.gengate.submission.results;

import dev.gengate.access.Caller;
import dev.gengate.access.Roles;
import dev.gengate.custody.Erasure;
import dev.gengate.generation.Generation;
import dev.gengate.generation.operations.Act;
import dev.gengate.problem.ProblemException;
import dev.gengate.problem.ProblemType;
import dev.gengate.submission.GenerationView;
import dev.gengate.submission.Generations;
import dev.gengate.submission.Reason;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.UUID;

/** Erases the content of an ended generation. */
@Path("/v1/generations/{id}/content")
@Produces(MediaType.APPLICATION_JSON)
class ContentResource {
    private final Generations generations;
    private final Erasure erasure;
    private final SecurityIdentity identity;

    ContentResource(Generations generations, Erasure erasure, SecurityIdentity identity) {
        this.generations = generations;
        this.erasure = erasure;
        this.identity = identity;
    }

    @DELETE
    @RolesAllowed({Roles.SUBMIT, Roles.OPERATOR})
    public Uni<GenerationView> erase(@PathParam("id") String id, UriInfo uri) {
        Caller caller = Caller.of(identity);
        String reason = Reason.of(uri);
        return generations
                .visible(caller, id)
                .flatMap(row -> erase(row, caller, reason))
                .onFailure()
                .transform(StoreProblems::of)
                .map(row -> GenerationView.of(row, caller));
    }

    private Uni<Generation> erase(Generation row, Caller caller, String reason) {
        Act act = Generations.act(caller, row, Act.ERASE, reason);
        return erasure.erase(row, caller.name(), act).onItem().ifNull().failWith(() -> notNow(row.id()));
    }

    private static ProblemException notNow(UUID id) {
        return ProblemException.of(
                ProblemType.CONFLICT,
                "Only an ended generation can be erased, once its event is published and its results are not being stored.",
                id);
    }
}
