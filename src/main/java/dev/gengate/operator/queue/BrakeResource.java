package dev.gengate.operator.queue;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.gengate.access.Caller;
import dev.gengate.access.Roles;
import dev.gengate.generation.operations.AccountBrakeStore;
import dev.gengate.generation.operations.AccountBrakeStore.AccountBrake;
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
import java.util.List;

/** Stops the sending on all replicas, and lets it go on. */
@Path("/v1/brake")
@Produces(MediaType.APPLICATION_JSON)
class BrakeResource {
    private final BrakeStore store;
    private final AccountBrakeStore ofAccounts;
    private final RequestReader reader;
    private final SecurityIdentity identity;
    private final Clock clock;

    BrakeResource(
            BrakeStore store,
            AccountBrakeStore ofAccounts,
            RequestReader reader,
            SecurityIdentity identity,
            Clock clock) {
        this.store = store;
        this.ofAccounts = ofAccounts;
        this.reader = reader;
        this.identity = identity;
        this.clock = clock;
    }

    /** What an operator wants; the end is optional, and so is the account that alone is held. */
    public record Order(Boolean on, String reason, String until, String account) {}

    /** The brake, any pause, and the brakes of single accounts. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record BrakeView(
            boolean on,
            Instant until,
            String reason,
            String setBy,
            Instant setAt,
            Instant pausedUntil,
            String pauseCause,
            List<AccountBrake> accounts) {
        static BrakeView of(Brake brake, List<AccountBrake> accounts) {
            return new BrakeView(
                    brake.on(),
                    brake.until(),
                    brake.reason(),
                    brake.setBy(),
                    brake.setAt(),
                    brake.pausedUntil(),
                    brake.cause(),
                    accounts.isEmpty() ? null : accounts);
        }
    }

    @GET
    @RolesAllowed({Roles.READ, Roles.OPERATOR})
    public Uni<BrakeView> show() {
        return store.show().flatMap(brake -> ofAccounts.show().map(each -> BrakeView.of(brake, each)));
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
        return set(order, reason, by).flatMap(done -> show());
    }

    private Uni<Void> set(Order order, String reason, String by) {
        String account = order.account();
        if (account == null) {
            return order.on() ? store.pull(end(order.until()), reason, by) : store.release(reason, by);
        }
        if (!ofAccounts.knows(account)) {
            throw ProblemException.invalid("/account", "is not the name of an account at the provider");
        }
        return order.on()
                ? ofAccounts.pull(account, end(order.until()), reason, by)
                : ofAccounts.release(account, reason, by);
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
