package dev.gengate.operator.queue;

import dev.gengate.access.Roles;
import dev.gengate.generation.AdmissionRules;
import dev.gengate.generation.GenerationState;
import dev.gengate.generation.figures.FailureFigures.Failing;
import dev.gengate.generation.figures.LedgerFigures;
import dev.gengate.generation.figures.LedgerFiguresStore;
import dev.gengate.generation.outbox.DeadLetterStore.Aside;
import dev.gengate.problem.ProblemException;
import dev.gengate.problem.ProblemType;
import dev.gengate.provider.KieProvider;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How the gateway is doing, at one look: the figures that its gauges show, and what fails. */
@Path("/v1/status")
@Produces(MediaType.APPLICATION_JSON)
class StatusResource {
    private final LedgerFiguresStore figures;
    private final RecentFigures recent;
    private final AdmissionRules rules;
    private final KieProvider provider;

    StatusResource(LedgerFiguresStore figures, RecentFigures recent, AdmissionRules rules, KieProvider provider) {
        this.figures = figures;
        this.recent = recent;
        this.rules = rules;
        this.provider = provider;
    }

    /**
     * The figures; ages in seconds, 0 if there is none.
     *
     * @param open generations by state
     * @param setAside events that Kafka cannot take as they are
     * @param firstSetAside ten of them, of the generations that were accepted first
     * @param resultsNotStored generations with results not yet stored; 0 without a store
     * @param callable whether the replica that answers may call the provider now: its breaker is closed
     * @param failing of the generations that were accepted in the last 24 hours
     */
    public record StatusView(
            Map<String, Long> open,
            long unpublished,
            long setAside,
            List<Aside> firstSetAside,
            double oldestQueued,
            double oldestOpen,
            double oldestUnpublished,
            long resultsNotStored,
            double oldestNotStored,
            boolean callable,
            List<Failing> failing,
            Instant countedAt) {}

    @GET
    @RolesAllowed(Roles.OPERATOR)
    public Uni<StatusView> status() {
        return figures.look(rules.slots(), RecentFigures.EVERY)
                .onItem()
                .ifNull()
                .failWith(() -> ProblemException.retryable(
                        ProblemType.UNAVAILABLE,
                        "The ledger is being counted for the first time.",
                        RecentFigures.EVERY))
                .flatMap(read -> recent.look().map(counted -> view(read, counted)));
    }

    private StatusView view(LedgerFigures read, RecentFigures.Figures figures) {
        Map<String, Long> open = new TreeMap<>();
        new EnumMap<GenerationState, Long>(read.open()).forEach((state, n) -> open.put(state.wireName(), n));
        return new StatusView(
                open,
                read.unpublished(),
                read.deadLetters(),
                figures.aside(),
                Math.max(read.oldestQueued(), read.oldestAside()),
                Math.max(read.oldestOpen(), read.oldestAside()),
                read.oldestUnpublished(),
                figures.unstored().generations(),
                figures.unstored().oldest(),
                provider.callable(),
                figures.failing(),
                read.countedAt());
    }
}
