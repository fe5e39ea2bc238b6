package dev.gengate.submission;

import dev.gengate.access.Caller;
import dev.gengate.access.Roles;
import dev.gengate.custody.Erasure;
import dev.gengate.generation.Generation;
import dev.gengate.problem.ProblemException;
import dev.gengate.problem.ProblemType;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
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
    public Uni<GenerationView> erase(@PathParam("id") String id) {
        return generations.visible(Caller.of(identity), id).flatMap(this::erase).map(GenerationView::of);
    }

    private Uni<Generation> erase(Generation row) {
        return erasure.erase(row).onItem().ifNull().failWith(() -> notNow(row.id()));
    }

    private static ProblemException notNow(UUID id) {
        return ProblemException.of(
                ProblemType.CONFLICT,
                "Only an ended generation can be erased, once its event is published and its results are not being stored.",
                id);
    }
}
