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
import java.util.stream.Collectors;
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
            kling-3.0/video       | {"multi_shots":true,"multi_prompt":[{"duration":2},{"duration":2}]} | /multi_prompt: must add up to duration
            ai-music-api/generate-persona | {"vocal_start":25}                            | /vocal_end: must be more than vocal_start by at least 10 and at most 30
            ai-music-api/generate-persona | {"vocal_start":20}                            |
            """)
    void whatNoSchemaSaysIsARule(String model, String input, String broken) {
        Model known = catalogue.find(model).orElseThrow();
        List<InputError> errors = RuleChecks.broken((ObjectNode) Json.read(input), known.input(), known.rules());

        assertEquals(
                broken == null ? List.of() : List.of(broken),
                errors.stream().map(e -> e.pointer() + ": " + e.detail()).toList());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
            google/imagen4-fast   | {}                                                     | /prompt: is required
            google/imagen4-fast   | {"prompt":" "}                                         | /prompt: is required
            google/imagen4-fast   | {"prompt":"LONG"}                                      | /prompt: must have at most 5000 characters
            google/imagen4-fast   | {"prompt":"x","negative_prompt":7}                     | /negative_prompt: must be a string
            google/imagen4-fast   | {"prompt":"x","aspect_ratio":"2:1"}                    | /aspect_ratio: must be one of 1:1, 16:9, 9:16, 3:4, 4:3, auto
            google/imagen4-fast   | {"prompt":"x","num_images":5}                          | /num_images: must be one of 1, 2, 3, 4
            google/imagen4-fast   | {"prompt":"x","seed":1.5}                              | /seed: must be an integer between -9223372036854775808 and 9223372036854775807
            google/imagen4-fast   | {"prompt":"x","seed":1e25}                             | /seed: must be an integer between -9223372036854775808 and 9223372036854775807
            google/imagen4-fast   | {"prompt":"x","seed":-9223372036854775808}             |
            google/imagen4-fast   | {"prompt":"x","negativ_prompt":"y"}                    | /negativ_prompt: is not a known field; did you mean negative_prompt?
            google/imagen4-fast   | {"prompt":"x","a":[[[[[[[[1]]]]]]]]}                   | /a/0/0/0/0/0/0/0/0: is nested too deeply, /a: is not a known field
            google/imagen4-fast   | {"prompt":"x","a":[MANY]}                              | : must have at most 2000 values
            bytedance/seedance-2  | {"prompt":"a cat","duration":3}                        | /duration: must be -1 or from 4 to 15
            bytedance/seedance-2  | {"prompt":"a cat","first_frame_url":"https://a.example/x","reference_image_urls":["https://a.example/x"]} | /reference_image_urls: cannot be used with first_frame_url
            bytedance/seedance-2  | {"prompt":"a cat","last_frame_url":"https://a.example/x"} | /first_frame_url: is required with last_frame_url
            hailuo/2-3-image-to-video-pro | {"prompt":"x","image_url":"https://a.example/x","duration":"10","resolution":"1080P"} | /resolution: cannot be 1080P with duration 10
            gpt-image-2-text-to-image | {"prompt":"x","resolution":"4K"}                   | /aspect_ratio: is required
            gpt-image-2-text-to-image | {"prompt":"x","resolution":"4K","aspect_ratio":"1:1"} | /aspect_ratio: cannot be 1:1 with resolution 4K
            wan/3-0-video         | {"prompt":"x","reference_file_urls":["file:0190f6c2-7b1e-7a90-8f2b-2f4f5f3f1a11"]} | /reference_file_urls/0: must be an http or https URL with a public host name and without credentials, or generation:{id}/{n}
            wan/3-0-video         | {"prompt":"x","first_frame_url":"file:0190f6c2-7b1e-7a90-8f2b-2f4f5f3f1a11"} |
            happyhorse-1-1/text-to-video | {"prompt":"x","duration":5.5}                   | /duration: must be a multiple of 1
            pixverse-v6/extend    | {"prompt":"x","video_url":"https://a.example/x","quality":"721p"} | /prompt: must have at least 3 characters, /quality: must be one of 360p, 540p, 720p, 1080p, /duration: is required
            pixverse-v6/extend    | {"task_id":"x","prompt":"a cat","duration":5,"quality":"720p"} | /taskId: is required, /task_id: is not a known field; did you mean taskId?
            grok-imagine-image-2-0/segment-map | {"image_url":7}                           | /image_url: must be a string
            grok-imagine-image-2-0/segment-map | {"task_id":"x","index":7}                 | /index: is not a known field
            kling-3.0/video       | {"prompt":"x","sound":true,"duration":"5","aspect_ratio":"1:1","mode":"pro","multi_shots":true,"multi_prompt":[{"prompt":7,"duration":5}]} | /multi_prompt/0/prompt: must be a string
            kling-3.0/video       | {"prompt":"x","sound":true,"duration":"5","aspect_ratio":"1:1","mode":"best","multi_shots":true,"multi_prompt":[]} | /mode: must be one of std, pro, 4K, /multi_prompt: is required with multi_shots true
            kling-3.0/video       | {"prompt":"x","sound":true,"duration":"1e999999999","aspect_ratio":"1:1","mode":"pro","multi_shots":true,"multi_prompt":[{"prompt":"x","duration":5}]} | /duration: must be one of 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
            """)
    void eachErrorHasATextThatAPersonUnderstands(String model, String input, String told) {
        String whole = input.replace("LONG", "x".repeat(5_001)).replace("MANY", "0,".repeat(1_999) + "0");

        List<InputError> errors = errors(catalogue.find(model).orElseThrow(), (ObjectNode) Json.read(whole));

        assertEquals(
                told == null ? "" : told,
                errors.stream()
                        .map(e -> e.pointer().substring("/input".length()) + ": " + e.detail())
                        .collect(Collectors.joining(", ")));
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
        return !RuleChecks.broken((ObjectNode) input, model.input(), model.rules())
                        .isEmpty()
                && new InputSchema(model.input()).errors((ObjectNode) input).isEmpty();
    }

    private List<InputError> errors(Model model, ObjectNode input) {
        return inputs.errors(new ModelRequest(inputs, "ads", model.name(), input));
    }
}
