package dev.gengate.models;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.gengate.access.Caller;
import dev.gengate.access.Roles;
import dev.gengate.problem.Parameters;
import dev.gengate.problem.ProblemException;
import dev.gengate.problem.ProblemType;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The models that a caller may use. */
@Path("/v1/models")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.SUBMIT, Roles.READ, Roles.OPERATOR})
@NonBlocking
class ModelsResource {
    private static final String SCHEMA = "/schema";
    private static final String KIND = "kind";
    private static final String TAKES = "takes";
    private static final List<String> KINDS =
            Arrays.stream(Model.Kind.values()).map(Model.Kind::wireName).toList();

    private final ServedModels served;
    private final ModelDirectory directory;
    private final SecurityIdentity identity;

    ModelsResource(ServedModels served, ModelDirectory directory, SecurityIdentity identity) {
        this.served = served;
        this.directory = directory;
        this.identity = identity;
    }

    /** A page with everything. */
    public record ModelList(List<ModelRow> items) {}

    /**
     * A model, or a file of the deployment's directory that is none.
     *
     * @param takes media whose URLs its input takes
     * @param price credits for one unit; null if nobody knows it
     * @param fault why the file is not used; null for a model
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ModelRow(
            String model,
            String vendor,
            String kind,
            String status,
            List<String> takes,
            Price.Rates price,
            String file,
            String fault) {
        static ModelRow of(ModelEntry entry) {
            return new ModelRow(
                    entry.model(),
                    entry.vendor(),
                    entry.kind().wireName(),
                    entry.status().wireName(),
                    entry.takes(),
                    entry.price(),
                    null,
                    null);
        }
    }

    @GET
    public ModelList list(UriInfo uri) {
        Map<String, String> asked = Parameters.of(uri.getQueryParameters(), Set.of(KIND, TAKES));
        String kind = oneOf(KINDS, KIND, asked);
        String takes = oneOf(ModelEntry.MEDIA, TAKES, asked);
        Stream<ModelRow> models = served.served(caller()).stream()
                .filter(entry -> kind == null || entry.kind().wireName().equals(kind))
                .filter(entry -> takes == null || entry.takes().contains(takes))
                .map(ModelRow::of);
        return new ModelList(Stream.concat(models, faults()).toList());
    }

    private static String oneOf(List<String> known, String parameter, Map<String, String> asked) {
        String value = asked.get(parameter);
        if (value != null && !known.contains(value)) {
            throw ProblemException.invalid(Parameters.WHERE + parameter, "must be one of " + String.join(", ", known));
        }
        return value;
    }

    private Stream<ModelRow> faults() {
        return directory.faults().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(bad -> new ModelRow(null, null, null, null, null, null, bad.getKey(), bad.getValue()));
    }

    /** The name of a model has a slash, and the path of its schema goes on behind it. */
    @GET
    @Path("{model: .+}")
    public Response get(@PathParam("model") String path, Request request) {
        return path.endsWith(SCHEMA)
                ? schema(found(path.substring(0, path.length() - SCHEMA.length())), request)
                : Response.ok(ModelView.of(found(path), "/v1/models/" + path + SCHEMA))
                        .build();
    }

    private static Response schema(Model model, Request request) {
        EntityTag version = new EntityTag(model.version());
        Response.ResponseBuilder unchanged = request.evaluatePreconditions(version);
        return (unchanged == null ? Response.ok(model.input()) : unchanged)
                .tag(version)
                .build();
    }

    private Model found(String model) {
        return served.served(caller(), model)
                .orElseThrow(() -> ProblemException.of(ProblemType.NOT_FOUND, "There is no such model."));
    }

    private String caller() {
        return Caller.of(identity).name();
    }
}
