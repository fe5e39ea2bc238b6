package dev.gengate.operator.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.gengate.access.Caller;
import dev.gengate.access.Roles;
import dev.gengate.generation.Generation;
import dev.gengate.outbox.topic.ShownEvent;
import dev.gengate.submission.Generations;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;

/** The event of one generation, as it is on the topic. */
@Path("/v1/generations/{id}/event")
@Produces(MediaType.APPLICATION_JSON)
class EventResource {
    private final Generations generations;
    private final ShownEvent events;
    private final SecurityIdentity identity;

    EventResource(Generations generations, ShownEvent events, SecurityIdentity identity) {
        this.generations = generations;
        this.events = events;
        this.identity = identity;
    }

    /** The record; its value is absent where its reader may not see the content. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record EventView(
            String key, Map<String, String> headers, @JsonRawValue String value, Boolean contentHidden) {
        /** Never shows the content. */
        @Override
        public String toString() {
            return "EventView[" + key + "]";
        }
    }

    @GET
    @RolesAllowed({Roles.READ, Roles.OPERATOR})
    public Uni<EventView> event(@PathParam("id") String id) {
        Caller caller = Caller.of(identity);
        return generations.withEvent(caller, id).map(row -> view(row, caller.mayRead(row)));
    }

    private EventView view(Generation row, boolean shown) {
        ShownEvent.Shown event = events.of(row);
        return new EventView(event.key(), event.headers(), shown ? event.value() : null, shown ? null : true);
    }
}
