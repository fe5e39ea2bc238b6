package dev.gengate.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gengate.models.input.InputError;
import dev.gengate.models.input.InputForm;
import dev.gengate.models.input.InputLimits;
import dev.gengate.models.input.InputSchema;
import dev.gengate.models.input.MediaRules;
import dev.gengate.models.input.Rule;
import dev.gengate.models.input.RuleChecks;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Checks inputs against their models, and makes valid ones ready. A schema is compiled once for each version. */
@ApplicationScoped
public class Inputs {
    private static final Logger LOG = Logger.getLogger(Inputs.class);
    private static final int MOST_COMPILED = 1_000;
    private static final Duration AFTER_THE_START = Duration.ofMillis(500);
    private static final JsonNode WARM_UP =
            JsonNodeFactory.instance.objectNode().put("prompt", "warm").put("num_images", 1);

    private final ServedModels served;
    private final Map<String, InputSchema> compiled = new ConcurrentHashMap<>();

    public Inputs(ServedModels served) {
        this.served = served;
    }

    /**
     * Compiles the schemas of what is served once the start is over, that of most requests first: the first request of
     * a model would compile it on an event loop, 10 to 60 ms.
     */
    void warmUp(@Observes StartupEvent event) {
        Uni.createFrom()
                .voidItem()
                .onItem()
                .delayIt()
                .by(AFTER_THE_START)
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .invoke(() -> errors(new ModelRequest(this, "", Catalogue.DEFAULT_MODEL, WARM_UP)))
                .invoke(() -> served.all().forEach(this::schema))
                .subscribe()
                .with(done -> {}, failure -> LOG.debugf("not warm: %s", failure.getMessage()));
    }

    Optional<Model> served(String caller, String model) {
        return served.served(caller, model);
    }

    /** Everything that is wrong with a request, with pointers into it; see {@link ModelRequest}. */
    List<InputError> errors(ModelRequest request) {
        if (request.served().isEmpty()) {
            return List.of(new InputError("/model", served.refusal(request.caller(), request.model())));
        }
        JsonNode input = request.input();
        if (input == null || input.isNull()) {
            return List.of(new InputError("/input", "is required"));
        }
        if (!(input instanceof ObjectNode object)) {
            return List.of(new InputError("/input", "must be an object"));
        }
        return errors(request.served().get(), object)
                .map(error -> new InputError("/input" + error.pointer(), error.detail()))
                .toList();
    }

    private Stream<InputError> errors(Model model, ObjectNode input) {
        List<InputError> limits = InputLimits.broken(input);
        if (!InputLimits.allKnown(limits)) {
            return limits.stream();
        }
        List<String> known = limits.stream().map(InputError::pointer).toList();
        ObjectNode form = InputForm.of(InputLimits.without(limits, input), model.input());
        List<InputError> media = MediaRules.broken(form, model.input());
        List<String> urls = media.stream().map(InputError::pointer).toList();
        List<InputError> schema = schema(model).errors(form).stream()
                .filter(error -> !known.contains(error.pointer()) && !urls.contains(error.pointer()))
                .toList();
        List<InputError> errors =
                Stream.of(limits, media, schema).flatMap(List::stream).toList();
        return Stream.concat(errors.stream(), rules(model, form, errors).stream());
    }

    /** A rule is about fields that are what they should be; of others it says nothing, and computes nothing. */
    private static List<InputError> rules(Model model, ObjectNode form, List<InputError> errors) {
        Set<String> wrong = errors.stream().map(InputError::field).collect(Collectors.toSet());
        List<Rule> rules = model.rules().stream()
                .filter(rule -> Collections.disjoint(rule.fields(), wrong))
                .toList();
        return RuleChecks.broken(form, model.input(), rules);
    }

    /** A valid request, ready to be stored. */
    public ReadyInput ready(ModelRequest request) {
        Model model = request.served().orElseThrow();
        ObjectNode asked = InputForm.of((ObjectNode) request.input(), model.input());
        return ReadyInput.of(model, asked);
    }

    /**
     * The one form of what a request asks for, of a model too that is not served any more; null if it is not known, or
     * breaks a limit and was never accepted.
     */
    public ObjectNode form(ModelRequest request) {
        return request.input() instanceof ObjectNode input
                        && InputLimits.broken(input).isEmpty()
                ? served.known(request.model())
                        .map(model -> InputForm.of(input, model.input()))
                        .orElse(null)
                : null;
    }

    /** Compiles the model's schema, if it is not. */
    InputSchema schema(Model model) {
        if (compiled.size() > MOST_COMPILED) {
            // files that change all the time
            compiled.clear();
        }
        return compiled.computeIfAbsent(model.version(), version -> new InputSchema(model.input()));
    }
}
