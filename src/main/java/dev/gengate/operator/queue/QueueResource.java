package dev.gengate.operator.queue;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.gengate.access.Caller;
import dev.gengate.access.Roles;
import dev.gengate.generation.AdmissionRules;
import dev.gengate.generation.figures.AccountFigures;
import dev.gengate.generation.figures.AccountFiguresStore;
import dev.gengate.generation.figures.QueueFigures;
import dev.gengate.generation.figures.QueueFigures.Line;
import dev.gengate.generation.figures.QueueFiguresStore;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;

/** Who waits, and for how long; a caller sees its own line. */
@Path("/v1/queue")
@Produces(MediaType.APPLICATION_JSON)
class QueueResource {
    private final QueueFiguresStore store;
    private final AccountFiguresStore accounts;
    private final AdmissionRules rules;
    private final SecurityIdentity identity;

    QueueResource(
            QueueFiguresStore store, AccountFiguresStore accounts, AdmissionRules rules, SecurityIdentity identity) {
        this.store = store;
        this.accounts = accounts;
        this.rules = rules;
        this.identity = identity;
    }

    /**
     * The queue.
     *
     * @param slots of all accounts that take something new together
     * @param accounts each of several
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record QueueView(List<LineView> callers, Slots slots, List<AccountFigures> accounts) {}

    /**
     * The provider's limit.
     *
     * @param window how long a slot stays taken
     * @param maxRunning 0 for no limit
     */
    public record Slots(int limit, String window, int free, long running, int maxRunning) {}

    /** One caller's line. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record LineView(
            String caller, long waiting, double weight, double share, Instant oldest, Instant nextStart) {
        static LineView of(Line line) {
            return new LineView(
                    line.caller(), line.waiting(), line.weight(), line.share(), line.oldest(), line.nextStart());
        }
    }

    @GET
    @RolesAllowed({Roles.READ, Roles.OPERATOR})
    public Uni<QueueView> queue() {
        Caller caller = Caller.of(identity);
        return store.look(caller.operator() ? null : caller.name())
                .flatMap(figures -> accounts.look().map(each -> view(figures, each)));
    }

    private QueueView view(QueueFigures figures, List<AccountFigures> each) {
        Slots slots = new Slots(
                rules.slots(), rules.window().toString(), figures.free(), figures.running(), rules.maxRunning());
        return new QueueView(figures.lines().stream().map(LineView::of).toList(), slots, each.isEmpty() ? null : each);
    }
}
