package dev.gengate.usage;

import dev.gengate.access.Caller;
import dev.gengate.access.Roles;
import dev.gengate.generation.figures.UsageQuery.Dimension;
import dev.gengate.generation.figures.UsageStore.Group;
import dev.gengate.problem.Parameters;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotAcceptableException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/** What generations have cost. */
@Path("/v1/usage")
@RolesAllowed({Roles.READ, Roles.OPERATOR})
class UsageResource {
    private static final String CSV = "text/csv";
    private static final MediaType CSV_TYPE = MediaType.valueOf(CSV);
    private static final Set<String> NAMES = Set.of("by", "from", "to");

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
    @Produces({MediaType.APPLICATION_JSON, CSV})
    public Uni<RestResponse<Object>> usage(UriInfo uri, HttpHeaders headers) {
        Map<String, String> values = Parameters.of(uri.getQueryParameters(), NAMES);
        boolean csv = csv(acceptable(headers));
        return report.of(Caller.of(identity), values.get("by"), values.get("from"), values.get("to"))
                .map(answer -> csv
                        ? answer(UsageCsv.of(answer), CSV)
                        : answer(UsageView.of(answer), MediaType.APPLICATION_JSON));
    }

    private static RestResponse<Object> answer(Object entity, String type) {
        return ResponseBuilder.ok(entity, type).build();
    }

    /** Of several lines only one has been looked at before. */
    private static List<MediaType> acceptable(HttpHeaders headers) {
        try {
            return headers.getAcceptableMediaTypes();
        } catch (IllegalArgumentException e) {
            throw new NotAcceptableException(e);
        }
    }

    /** Only for a client that prefers it to JSON; the best comes first. */
    private static boolean csv(List<MediaType> acceptable) {
        return acceptable.stream()
                .filter(type -> type.isCompatible(MediaType.APPLICATION_JSON_TYPE) || type.isCompatible(CSV_TYPE))
                .findFirst()
                .filter(type -> !type.isCompatible(MediaType.APPLICATION_JSON_TYPE))
                .isPresent();
    }
}
