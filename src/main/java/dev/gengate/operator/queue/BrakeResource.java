package dev.gengate.operator.queue;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.gengate.access.Caller;
import dev.gengate.access.Roles;
import dev.gengate.generation.operations.AccountBrakeStore;
import dev.gengate.generation.operations.Brake;
import dev.gengate.generation.operations.BrakeStore;
import dev.gengate.generation.operations.ModelBrakeStore;
import dev.gengate.generation.operations.ScopedBrake;
import dev.gengate.listing.Times;
import dev.gengate.models.Catalogue;
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
import java.util.function.Function;

/** Stops the sending on all replicas, and lets it go on. */
@Path("/v1/brake")
@Produces(MediaType.APPLICATION_JSON)
class BrakeResource {
    private final BrakeStore store;
    private final AccountBrakeStore ofAccounts;
    private final ModelBrakeStore ofModels;
    private final Catalogue catalogue;
    private final RequestReader reader;
    private final SecurityIdentity identity;
    private final Clock clock;

    BrakeResource(
            BrakeStore store,
            AccountBrakeStore ofAccounts,
            ModelBrakeStore ofModels,
            Catalogue catalogue,
            RequestReader reader,
            SecurityIdentity identity,
            Clock clock) {
        this.store = store;
        this.ofAccounts = ofAccounts;
        this.ofModels = ofModels;
        this.catalogue = catalogue;
        this.reader = reader;
        this.identity = identity;
        this.clock = clock;
    }

    /** What an operator wants; the end is optional, and so is the account or the model that alone is held. */
    public record Order(Boolean on, String reason, String until, String account, String model) {}

    /** The brake, any pause, and the brakes of single accounts and models. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record BrakeView(
            boolean on,
            Instant until,
            String reason,
            String setBy,
            Instant setAt,
            Instant pausedUntil,
            String pauseCause,
            List<ScopedBrake> accounts,
            List<ScopedBrake> models) {
        static BrakeView of(Brake brake, List<ScopedBrake> all, boolean operator) {
            List<ScopedBrake> each = ScopedBrake.shown(all, operator);
            return new BrakeView(
                    brake.on(),
                    brake.until(),
                    operator ? brake.reason() : null,
                    operator ? brake.setBy() : null,
                    brake.setAt(),
                    brake.pausedUntil(),
                    brake.cause(),
                    those(each, ScopedBrake::account),
                    those(each, ScopedBrake::model));
        }

        private static List<ScopedBrake> those(List<ScopedBrake> each, Function<ScopedBrake, String> kind) {
            List<ScopedBrake> those =
                    each.stream().filter(one -> kind.apply(one) != null).toList();
            return those.isEmpty() ? null : those;
        }
    }

    @GET
    @RolesAllowed({Roles.READ, Roles.OPERATOR})
    public Uni<BrakeView> show() {
        boolean operator = Caller.of(identity).operator();
        return store.show().flatMap(brake -> store.each().map(each -> BrakeView.of(brake, each, operator)));
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
        if (order.account() != null && order.model() != null) {
            throw ProblemException.invalid("/model", "cannot be held together with an account");
        }
        if (order.account() != null) {
            return ofAccount(order, Reason.checked("/account", order.account()), reason, by);
        }
        if (order.model() != null) {
            return ofModel(order, Reason.checked("/model", order.model()), reason, by);
        }
        return order.on() ? store.pull(end(order.until()), reason, by) : store.release(reason, by);
    }

    /** What is held of an account that is not there any more can be released. */
    private Uni<Void> ofAccount(Order order, String account, String reason, String by) {
        if (!order.on()) {
            return ofAccounts.release(account, reason, by);
        }
        if (!ofAccounts.knows(account)) {
            throw ProblemException.invalid("/account", "is not the name of an account at the provider");
        }
        return ofAccounts.pull(account, end(order.until()), reason, by);
    }

    /** So can that of a model. */
    private Uni<Void> ofModel(Order order, String model, String reason, String by) {
        if (!order.on()) {
            return ofModels.release(model, reason, by);
        }
        if (catalogue.find(model).isEmpty()) {
            throw ProblemException.invalid("/model", "is not the name of a model; GET /v1/models lists them");
        }
        return ofModels.pull(model, end(order.until()), reason, by);
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
