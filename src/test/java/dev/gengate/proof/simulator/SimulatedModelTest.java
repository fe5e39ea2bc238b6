package dev.gengate.proof.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gengate.drift.SchemaComparison;
import dev.gengate.generation.Outcome;
import dev.gengate.generation.Result;
import dev.gengate.models.FilePrice;
import dev.gengate.proof.gateway.Json;
import dev.gengate.proof.models.ModelFile;
import dev.gengate.proof.models.SampleInput;
import dev.gengate.proof.models.SampleInputs;
import dev.gengate.proof.simulator.fault.Misbehaviour;
import dev.gengate.provider.answer.Bodies;
import dev.gengate.provider.answer.TaskReport;
import dev.gengate.provider.answer.TaskReportReader;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The simulated provider has every model: what it makes in the model's shape is what the gateway reads. */
class SimulatedModelTest {
    private static final int SAMPLES = 3;

    private final TaskReportReader reports =
            Bodies.reader(new SimpleMeterRegistry(), name -> Optional.of(FilePrice.shape(ModelFile.of(name))));

    static Stream<String> names() {
        return ModelFile.living().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void smallInputIsTakenAndItsResultIsReadInItsShape(String name) {
        SimulatedModel model = new SimulatedModel(ModelFile.of(name));
        ObjectNode input = SampleInput.of(model.file().get("input"), "a lighthouse");
        assertEquals(Optional.empty(), model.refusal(input), input::toString);

        SimulatedTask task = new SimulatedTask(
                new SimulatedAccount("default"),
                "t1",
                "http://localhost/c",
                model,
                input,
                Misbehaviour.NONE,
                "https://tempfile.example",
                0,
                50);
        task.finish(1);
        TaskReport report = reports.ofCallback(Bodies.bytes(ReportBody.callback(task)));

        Outcome outcome = ((TaskReport.Finished) report).outcome();
        assertEquals(
                task.made().results(),
                outcome.results().stream().map(SimulatedModelTest::shown).toList());
        assertEquals(
                task.made().data() == null ? NullNode.instance : task.made().data(),
                outcome.data() == null ? NullNode.instance : Json.read(outcome.data()));
        assertTrue(outcome.failure() == null && task.credits.signum() >= 0);
    }

    /** A result is of the size that is ordered in all, however many kinds of URLs the model makes. */
    @ParameterizedTest
    @ValueSource(strings = {"google/imagen4-fast", "bytedance/seedance-2", "ai-music-api/generate"})
    void resultOfAnOrderedSize(String name) {
        MadeResult made = new SimulatedModel(ModelFile.of(name))
                .makes("https://tempfile.example", "t1", 100, "-" + "0".repeat(960));

        assertEquals(100_000, Json.write(made.resultJson()).length(), 10_000);
    }

    private static JsonNode shown(Result result) {
        ObjectNode shown = Json.object().put("kind", result.kind().wireName());
        if (result.role() != null) {
            shown.put("role", result.role());
        }
        return shown.put("url", result.url());
    }

    @ParameterizedTest
    @MethodSource("names")
    void itsSchemaIsToldAsItIsInItsFile(String name) {
        JsonNode file = ModelFile.of(name);
        ObjectNode told = new ModelBook().openApi(name).orElseThrow();

        assertEquals(Optional.of(List.of()), SchemaComparison.of(file.get("input"), told, FilePrice.deciding(file)));
    }

    @Test
    void unknownFieldAWrongValueAndTheGatewaysOwnNamesAreRefused() {
        SimulatedModel model = new SimulatedModel(ModelFile.of("happyhorse-1-1/image-to-video"));
        ObjectNode input = SampleInput.of(model.file().get("input"), "a lighthouse");

        assertTrue(model.refusal(input.deepCopy().put("promt", "a")).isPresent());
        assertTrue(model.refusal(input.deepCopy().put("resolution", "8K")).isPresent());
        for (String own : List.of(
                "generation:0190f6c2-7b1e-7a90-8f2b-2f4f5f3f1a11/1", "file:0190f6c2-7b1e-7a90-8f2b-2f4f5f3f1a11")) {
            input.putArray("image_urls").add(own);
            assertTrue(model.refusal(input).isPresent(), own);
        }
    }

    /** Two readings of one price list, which know nothing of each other. */
    @ParameterizedTest
    @MethodSource("priced")
    void chargesWhatTheGatewayReads(String name) {
        JsonNode file = ModelFile.of(name);
        SampleInputs samples = new SampleInputs(file.get("input"), new Random(1));
        for (int sample = 0; sample < SAMPLES; sample++) {
            ObjectNode input = samples.next();

            BigDecimal charged = new SimulatedModel(file).credits(input);

            assertEquals(0, FilePrice.of(file, input).compareTo(charged), () -> input + " costs " + charged);
        }
    }

    static Stream<String> priced() {
        return names().filter(name -> ModelFile.of(name).path("price").isObject());
    }

    @Test
    void priceIsThatOfTheFile() {
        SimulatedModel model = new SimulatedModel(ModelFile.of("happyhorse-1-1/image-to-video"));
        ObjectNode input = SampleInput.of(model.file().get("input"), "a lighthouse");

        BigDecimal tenSeconds =
                model.credits(input.deepCopy().put("resolution", "720p").put("duration", 10));

        assertEquals(0, new BigDecimal("225").compareTo(tenSeconds));
    }
}
