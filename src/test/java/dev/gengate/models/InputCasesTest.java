package dev.gengate.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gengate.models.input.InputError;
import dev.gengate.models.input.InputSchema;
import dev.gengate.models.input.RuleChecks;
import dev.gengate.proof.models.BrokenInputs;
import dev.gengate.proof.models.SampleInputs;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Inputs of every live model, made from its schema: what is valid is accepted, and each broken constraint is named. */
class InputCasesTest {
    private static final int OF_EACH_MODEL = 4;

    private final long seed = Long.getLong("models.seed", new Random().nextLong());
    private final Catalogue catalogue = new Catalogue();
    private final List<Model> models = catalogue.entries().stream()
            .filter(entry -> entry.status() == Model.Status.LIVE)
            .map(entry -> catalogue.find(entry.model()).orElseThrow())
            .toList();
    private final Inputs inputs =
            ModelsInTests.inputs(models.stream().map(Model::name).toArray(String[]::new));

    @Test
    void validInputsOfEveryModelAreAccepted() {
        for (Model model : models) {
            SampleInputs samples = new SampleInputs(model.input(), new Random(seed));
            for (int sample = 0; sample < OF_EACH_MODEL; sample++) {
                ObjectNode input = samples.next();
                List<InputError> errors = errors(model, input);
                assertTrue(
                        errors.isEmpty() || onlyRules(model, input),
                        () -> "seed " + seed + " " + model.name() + " " + input + " " + errors);
                if (errors.isEmpty()) {
                    ReadyInput ready = inputs.ready(new ModelRequest(inputs, "ads", model.name(), input));
                    assertTrue(samples.allows(ready.sent()), () -> "seed " + seed + " sent: " + ready.sent());
                    assertEquals(model.price() == null, ready.quote() == null);
                    assertTrue(ready.quote() == null
                            || ready.quote().from().compareTo(ready.quote().to()) <= 0);
                }
            }
        }
    }

    @Test
    void eachBrokenConstraintIsNamed() {
        int cases = 0;
        List<String> wrong = new ArrayList<>();
        for (Model model : models) {
            SampleInputs samples = new SampleInputs(model.input(), new Random(seed));
            for (int sample = 0; sample < OF_EACH_MODEL; sample++) {
                for (BrokenInputs.Broken broken : BrokenInputs.of(model.input(), samples.next())) {
                    if (BrokenInputs.hasBranches(model.input()) && samples.allows(broken.input())) {
                        continue; // another branch takes it
                    }
                    cases++;
                    if (!named(model, broken)) {
                        wrong.add(model.name() + " " + broken + " " + errors(model, broken.input()));
                    }
                }
            }
        }
        assertEquals(List.of(), wrong, "seed " + seed);
        assertTrue(cases >= 2_000, cases + " cases");
    }

    /** Nothing that an input holds is told again. */
    private boolean named(Model model, BrokenInputs.Broken broken) {
        List<InputError> errors = errors(model, broken.input());
        assertFalse(errors.toString().contains("none of these"), () -> errors.toString());
        return BrokenInputs.hasBranches(model.input())
                ? !errors.isEmpty()
                : errors.stream().anyMatch(error -> error.pointer().equals("/input" + broken.pointer()));
    }

    /** Samples are made from the schema, which does not know the rules beside it. */
    private boolean onlyRules(Model model, JsonNode input) {
        return !RuleChecks.broken((ObjectNode) input, model.rules()).isEmpty()
                && new InputSchema(model.input()).errors((ObjectNode) input).isEmpty();
    }

    private List<InputError> errors(Model model, ObjectNode input) {
        return inputs.errors(new ModelRequest(inputs, "ads", model.name(), input));
    }
}
