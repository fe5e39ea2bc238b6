package dev.gengate.operator.audit;

import dev.gengate.access.Caller;
import dev.gengate.access.Roles;
import dev.gengate.generation.operations.Journal;
import dev.gengate.outbox.topic.EventTopics;
import dev.gengate.submission.Generations;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** What happened to one generation, in order. */
@Path("/v1/generations/{id}/timeline")
@Produces(MediaType.APPLICATION_JSON)
class TimelineResource {
    private final Generations generations;
    private final Journal journal;
    private final EventTopics topics;
    private final SecurityIdentity identity;

    TimelineResource(Generations generations, Journal journal, EventTopics topics, SecurityIdentity identity) {
        this.generations = generations;
        this.journal = journal;
        this.topics = topics;
        this.identity = identity;
    }

    /** Everything that is known. */
    public record Timeline(List<Journal.Entry> items) {}

    @GET
    @RolesAllowed({Roles.READ, Roles.OPERATOR})
    public Uni<Timeline> timeline(@PathParam("id") String id) {
        Caller caller = Caller.of(identity);
        return generations.visible(caller, id).flatMap(row -> journal.of(row.id())
                .map(told ->
                        new Timeline(Story.of(row, told, caller.operator(), () -> topics.whatHoldsUp(row.caller())))));
    }
}
