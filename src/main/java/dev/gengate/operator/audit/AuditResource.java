package dev.gengate.operator.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.gengate.access.Roles;
import dev.gengate.generation.operations.Act;
import dev.gengate.generation.operations.AuditEntry;
import dev.gengate.generation.operations.AuditStore;
import dev.gengate.generation.operations.AuditStore.Page;
import dev.gengate.problem.ProblemException;
import dev.gengate.submission.Reason;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Who did what, and why; the newest first. */
@Path("/v1/audit")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.OPERATOR)
class AuditResource {
    private static final int PAGE = 50;

    private final AuditStore store;

    AuditResource(AuditStore store) {
        this.store = store;
    }

    /**
     * A page.
     *
     * @param nextCursor absent on the last one
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record AuditPage(List<AuditView> items, String nextCursor) {}

    /** One act. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record AuditView(Instant at, String actor, String action, String target, String reason, UUID operation) {
        static AuditView of(AuditEntry entry) {
            Act act = entry.act();
            return new AuditView(entry.at(), act.actor(), act.action(), act.target(), act.reason(), act.operation());
        }
    }

    @GET
    public Uni<AuditPage> list(
            @QueryParam("actor") String actor,
            @QueryParam("action") String action,
            @QueryParam("target") String target,
            @QueryParam("cursor") String cursor) {
        return store.list(before(cursor), like(actor, action, target), PAGE).map(AuditResource::page);
    }

    private static Act like(String actor, String action, String target) {
        return new Act(
                Reason.checked("query/actor", actor),
                Reason.checked("query/action", action),
                Reason.checked("query/target", target),
                null,
                null);
    }

    private static AuditPage page(Page page) {
        String next = page.next() == null ? null : page.next().toString();
        return new AuditPage(page.entries().stream().map(AuditView::of).toList(), next);
    }

    private static long before(String cursor) {
        if (cursor == null) {
            return Long.MAX_VALUE;
        }
        if (!cursor.matches("\\d{1,18}")) {
            throw ProblemException.invalid("query/cursor", "is not the cursor of a page");
        }
        return Long.parseLong(cursor);
    }
}
