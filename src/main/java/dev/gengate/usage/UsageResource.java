package dev.gengate.usage;

import dev.gengate.access.Caller;
import dev.gengate.access.Roles;
import dev.gengate.generation.figures.UsageQuery.Dimension;
import dev.gengate.generation.figures.UsageStore.Group;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What generations have cost. */
@Path("/v1/usage")
@RolesAllowed({Roles.READ, Roles.OPERATOR})
class UsageResource {
    private static final String CSV = "text/csv";

    private final UsageReport report;
    private final SecurityIdentity identity;

    UsageResource(UsageReport report, SecurityIdentity identity) {
        this.report = report;
        this.identity = identity;
    }

    /**
     * A report.
     *
     * @param from the first hour
     * @param to the hour after the last
     */
    public record UsageView(Instant from, Instant to, List<Map<String, Object>> items) {
        static UsageView of(UsageReport.Answer answer) {
            List<Map<String, Object>> items = answer.groups().stream()
                    .map(group -> item(answer.query().by(), group))
                    .toList();
            return new UsageView(answer.query().from(), answer.query().to(), items);
        }

        private static Map<String, Object> item(List<Dimension> by, Group group) {
            Map<String, Object> item = new LinkedHashMap<>();
            for (int i = 0; i < by.size(); i++) {
                item.put(by.get(i).name(), group.values().get(i));
            }
            item.put("generations", group.generations());
            item.put("credits", group.credits());
            return item;
        }
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Uni<UsageView> usage(
            @QueryParam("by") String by, @QueryParam("from") String from, @QueryParam("to") String to) {
        return report.of(Caller.of(identity), by, from, to).map(UsageView::of);
    }

    @GET
    @Produces(CSV + ";qs=0.5")
    public Uni<String> csv(@QueryParam("by") String by, @QueryParam("from") String from, @QueryParam("to") String to) {
        return report.of(Caller.of(identity), by, from, to).map(UsageCsv::of);
    }
}
