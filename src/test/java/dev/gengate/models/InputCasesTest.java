package dev.gengate.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gengate.models.input.InputError;
import dev.gengate.models.input.InputSchema;
import dev.gengate.models.input.RuleChecks;
import dev.gengate.proof.gateway.Json;
import dev.gengate.proof.models.BrokenInputs;
import dev.gengate.proof.models.SampleInputs;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
            ai-music-api/generate | {"custom_mode":true,"instrumental":false,"lyrics":" "} | : must have at least one of lyrics, prompt with custom_mode true and instrumental false
            ai-music-api/generate | {"custom_mode":true,"instrumental":false,"prompt":"x"} |
            ai-music-api/generate | {"custom_mode":true,"instrumental":true}               |
            ai-music-api/generate | {"custom_mode":false,"instrumental":false}             |
            gemini-omni-video     | {"image_urls":["a","b","c","d","e","f"],"video_list":[{}]} | : must have at most 7 in all of image_urls, video_list (2 each)
            gemini-omni-video     | {"image_urls":["a","b","c","d","e"],"video_list":[{}]} |
            google/gemini-omni-flash-1-1 | {"video_list":[{"start":1,"ends":12}]}          | /video_list: must be more than video_list[].start by at most 10
            kling-3.0/video       | {"multi_shots":true,"multi_prompt":[]}                 | /multi_prompt: is required with multi_shots true
            kling-3.0/video       | {"multi_shots":true,"duration":"5","multi_prompt":[{"duration":3},{"duration":3}]} | /multi_prompt: must add up to duration
            kling-3.0/video       | {"multi_shots":false,"duration":"5","multi_prompt":[{"duration":3}]} |
            kling-3.0/video       | {"multi_shots":false,"prompt":"@dogs run","kling_elements":[{"name":"dog"}]} | /prompt: must mention with @ only what kling_elements[].name lists
            kling-3.0/video       | {"multi_shots":true,"prompt":"@dogs run","multi_prompt":[{"prompt":"x"}]} |
            kling-3.0/video       | {"multi_shots":true,"multi_prompt":[{"prompt":"a @cat"}]} | /multi_prompt: must mention with @ only what kling_elements[].name lists
            kling-3.0/video       | {"multi_shots":false,"multi_prompt":[{"prompt":"a @cat"}]} |
            kling-3.0/video       | {"multi_shots":false,"prompt":"@dog, @小狗在跑, a@b.example @","kling_elements":[{"name":"dog"},{"name":"小狗"}]} |
            kling-3.0/video       | {"kling_elements":[{"end_time":9000},{"start_time":0,"end_time":9000}]} | /kling_elements: must be more than kling_elements[].start_time by at least 3000 and at most 8000
            kling-3.0/video       | {"kling_elements":[{"end_time":9000},{"start_time":0,"end_time":3000}]} |
            """)
    void whatNoSchemaSaysIsARule(String model, String input, String broken) {
        List<InputError> errors = RuleChecks.broken(
                (ObjectNode) Json.read(input),
                catalogue.find(model).orElseThrow().rules());

        assertEquals(
                broken == null ? List.of() : List.of(broken),
                errors.stream().map(e -> e.pointer() + ": " + e.detail()).toList());
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
