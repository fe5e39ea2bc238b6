package dev.gengate.operator.queue;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.gengate.access.Caller;
import dev.gengate.access.Roles;
import dev.gengate.generation.operations.Brake;
import dev.gengate.generation.operations.BrakeStore;
import dev.gengate.listing.Times;
import dev.gengate.problem.ProblemException;
import dev.gengate.submission.Reason;
import dev.gengate.submission.RequestReader;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Instant;

/** Stops the sending on all replicas, and lets it go on. */
@Path("/v1/brake")
@Produces(MediaType.APPLICATION_JSON)
class BrakeResource {
    private final BrakeStore store;
    private final RequestReader reader;
    private final SecurityIdentity identity;
    private final Clock clock;

    BrakeResource(BrakeStore store, RequestReader reader, SecurityIdentity identity, Clock clock) {
        this.store = store;
        this.reader = reader;
        this.identity = identity;
        this.clock = clock;
    }

    /** What an operator wants; the end is optional. */
    public record Order(Boolean on, String reason, String until) {}

    /** The brake, and any pause. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record BrakeView(
            boolean on,
            Instant until,
            String reason,
            String setBy,
            Instant setAt,
            Instant pausedUntil,
            String pauseCause) {
        static BrakeView of(Brake brake) {
            return new BrakeView(
                    brake.on(),
                    brake.until(),
                    brake.reason(),
                    brake.setBy(),
                    brake.setAt(),
                    brake.pausedUntil(),
                    brake.cause());
        }
    }

    @GET
    @RolesAllowed({Roles.READ, Roles.OPERATOR})
    public Uni<BrakeView> show() {
        return store.show().map(BrakeView::of);
    }

    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Roles.OPERATOR)
    public Uni<BrakeView> set(byte[] body) {
        Order order = reader.read(body, Order.class);
        String reason = Reason.required("/reason", order.reason());
        String by = Caller.of(identity).name();
        if (order.on() == null) {
            throw ProblemException.invalid("/on", "is required");
        }
        Uni<Void> set = order.on() ? store.pull(end(order.until()), reason, by) : store.release(reason, by);
        return set.flatMap(done -> store.show()).map(BrakeView::of);
    }

    private Instant end(String until) {
        String fault = until == null ? null : Times.fault(until);
        if (fault == null && until != null && !Times.of(until).isAfter(clock.instant())) {
            fault = "must be later than now";
        }
        if (fault != null) {
            throw ProblemException.invalid("/until", fault);
        }
        return until == null ? null : Times.of(until);
    }
}
