package dev.gengate.operator.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.gengate.access.Roles;
import dev.gengate.generation.operations.Act;
import dev.gengate.generation.operations.AuditEntry;
import dev.gengate.generation.operations.AuditStore;
import dev.gengate.generation.operations.AuditStore.Page;
import dev.gengate.problem.Parameters;
import dev.gengate.problem.ProblemException;
import dev.gengate.submission.Reason;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Who did what, and why; the newest first. */
@Path("/v1/audit")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.OPERATOR)
class AuditResource {
    private static final int PAGE = 50;
    private static final String ACTOR = "actor";
    private static final String ACTION = "action";
    private static final String TARGET = "target";
    private static final String CURSOR = "cursor";
    private static final Set<String> NAMES = Set.of(ACTOR, ACTION, TARGET, CURSOR);

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
    public Uni<AuditPage> list(UriInfo uri) {
        Map<String, String> values = Parameters.of(uri.getQueryParameters(), NAMES);
        return store.list(before(values.get(CURSOR)), like(values), PAGE).map(AuditResource::page);
    }

    private static Act like(Map<String, String> values) {
        return new Act(checked(values, ACTOR), checked(values, ACTION), checked(values, TARGET), null, null);
    }

    private static String checked(Map<String, String> values, String name) {
        return Reason.checked(Parameters.WHERE + name, values.get(name));
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
            throw ProblemException.invalid(Parameters.WHERE + CURSOR, "is not the cursor of a page");
        }
        return Long.parseLong(cursor);
    }
}
