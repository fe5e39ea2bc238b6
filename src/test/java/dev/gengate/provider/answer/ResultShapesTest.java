package dev.gengate.provider.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.gengate.generation.Failure;
import dev.gengate.generation.GenerationState;
import dev.gengate.generation.Outcome;
import dev.gengate.generation.Result;
import dev.gengate.models.Catalogue;
import dev.gengate.models.Model;
import dev.gengate.models.ResultShape;
import dev.gengate.models.ResultShape.ResultUrl;
import dev.gengate.provider.answer.TaskReport.Finished;
import dev.gengate.provider.answer.TaskReport.Running;
import dev.gengate.provider.answer.TaskReport.Unreadable;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Results of every shape that the provider's page has, in callbacks and in recordInfo alike. */
class ResultShapesTest {
    private static final String TRACKS =
            """
            [{"id":"t1","audio_url":"https://a.example/1.mp3","stream_audio_url":"https://a.example/1",\
            "image_url":"https://a.example/1.jpeg","title":"Dawn","duration":201.5},\
            {"id":"t2","audio_url":"https://a.example/2.mp3","image_url":"","title":"Dusk","duration":187}]""";

    private static final String LAYERS =
            """
            {"layers_data":[{"z_index":0,"name":"sky","url":"https://a.example/sky.png"},\
            {"z_index":1,"name":"sea","url":"https://a.example/sea.png"}]}""";

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final TaskReportReader reports = Bodies.reader(registry);

    static Stream<Arguments> shapes() {
        return Stream.of(
                arguments(
                        """
                        {"resultUrls":["https://a.example/1.mp4"],"firstFrameUrl":"https://a.example/f.png",
                         "lastFrameUrl":["https://a.example/l.png"],"resultWaterMarkUrls":["https://a.example/w.mp4"]}""",
                        "video  1.mp4|image first-frame f.png|image last-frame l.png|video watermarked w.mp4",
                        null),
                arguments(
                        "{\"firstFrameUrl\":[\"https://a.example/f.png\"],\"resultUrls\":[\"https://a.example/1.mp4\"]}",
                        "video  1.mp4|image first-frame f.png",
                        null),
                arguments(
                        "{\"data\":" + TRACKS + "}",
                        "audio  1.mp3|audio  2.mp3|audio stream 1|image cover 1.jpeg",
                        TRACKS),
                arguments(
                        "{\"resultObject\":{\"lyricsData\":[{\"text\":\"la\\nla\",\"title\":\"One\"}]}}",
                        "",
                        "{\"lyricsData\":[{\"text\":\"la\\nla\",\"title\":\"One\"}]}"),
                arguments("{\"resultObject\":\"a transcript\"}", "", "\"a transcript\""),
                arguments("{\"resultUrls\":[\"https://a.example/x?sig=1.png\"]}", "file  x?sig=1.png", null),
                arguments(
                        "[\"https://a.example/1.png\",\"https://a.example/2.png\"]", "image  1.png|image  2.png", null),
                arguments("\"https://a.example/1.png\"", "image  1.png", null));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void resultIsReadInBothPlacesAndAllForms(String result, String urls, String data) {
        String text = result.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", " ");
        for (String fields : List.of(
                "\"resultJson\":\"" + text + "\"",
                "\"resultJson\":" + result,
                "\"resultJson\":\"\",\"response\":" + result,
                "\"response\":" + result + ",\"resultJson\":null",
                "\"resultJson\":\"oops\",\"response\":" + result)) {
            Outcome outcome = succeeded(fields + ",\"state\":\"success\"");

            assertEquals(urls, shown(outcome.results()), fields);
            assertEquals(data, outcome.data(), fields);
        }
    }

    private static String shown(List<Result> results) {
        return String.join(
                "|",
                results.stream()
                        .map(result -> result.kind().wireName() + " "
                                + (result.role() == null ? "" : result.role()) + " "
                                + result.url().replace("https://a.example/", ""))
                        .toList());
    }

    static Stream<Arguments> files() {
        ResultShape layers = new ResultShape(
                List.of(
                        new ResultUrl("resultUrls[]", Model.Kind.IMAGE, null),
                        new ResultUrl("resultObject.layers_data[].url", Model.Kind.IMAGE, "layer")),
                "resultObject",
                null);
        ResultShape masks =
                new ResultShape(List.of(new ResultUrl("resultObject.mask_urls[]", Model.Kind.IMAGE, null)), null, null);
        ResultShape text = new ResultShape(List.of(), "resultObject", null);
        ResultShape video = new ResultShape(List.of(new ResultUrl("resultUrls[]", Model.Kind.VIDEO, null)), null, null);
        ResultShape own =
                new ResultShape(List.of(new ResultUrl("out.files[]", Model.Kind.AUDIO, null)), "out.notes", null);
        String masked = "{\"resultObject\":{\"mask_urls\":[\"https://a.example/m\"]}}";
        String layered = "{\"resultUrls\":[\"https://a.example/base\"],\"resultObject\":" + LAYERS + "}";
        String said = "{\"resultObject\":{\"text\":\"a\"}}";
        String made = "{\"resultUrls\":[\"https://a.example/1\"]}";
        return Stream.of(
                arguments(layers, layered, "image  base|image layer sky.png|image layer sea.png", LAYERS),
                arguments(layers, said, null, null),
                arguments(masks, masked, "image  m", null),
                arguments(masks, said, null, null),
                arguments(video, made, "video  1", null),
                arguments(video, said, null, null),
                arguments(video, "{\"firstFrameUrl\":\"https://a.example/f.png\"}", null, null),
                arguments(video, "{\"segments\":[1]}", null, null),
                arguments(text, said, "", "{\"text\":\"a\"}"),
                arguments(text, "{\"segments\":[1]}", "", "{\"segments\":[1]}"),
                arguments(text, "{\"resultUrls\":[\"https://a.example/1.srt\"]}", "text  1.srt", null),
                arguments(text, "{\"resultObject\":{}}", null, null),
                arguments(text, "{\"resultUrls\":[]}", null, null),
                arguments(text, "{\"segments\":null}", null, null),
                arguments(own, "{\"out\":{\"files\":[\"https://a.example/a\"],\"notes\":[7]}}", "audio  a", "[7]"),
                arguments(own, made, "file  1", null),
                // its file has changed since
                arguments(own, "{\"clips\":[{\"at\":\"https://a.example/c.mp4\"}]}", "video  c.mp4", null),
                arguments(video, "{\"resultUrls\":[],\"out\":\"https://a.example/o.mp4\"}", "video  o.mp4", null),
                // or is not there any more
                arguments(null, made, "file  1", null),
                arguments(
                        null,
                        "{\"out\":{\"files\":[\"https://a.example/a.mp3\"],\"notes\":[7]}}",
                        "audio  a.mp3",
                        null),
                arguments(null, "{\"out\":{\"notes\":[7]}}", "", "{\"out\":{\"notes\":[7]}}"),
                arguments(null, "{\"resultUrls\":[],\"seed\":7}", null, null),
                arguments(null, "{\"firstFrameUrl\":\"https://a.example/f.png\"}", null, null),
                arguments(null, "{\"out\":{}}", null, null));
    }

    /** @param urls null where it is no result of that model */
    @ParameterizedTest
    @MethodSource("files")
    void fileOfTheModelSaysWhereItsResultStandsAndWhatIsNone(
            ResultShape shape, String result, String urls, String data) {
        ResultReader reader = new ResultReader(model -> Optional.ofNullable(shape));

        FoundResults found =
                reader.read(new TaskDetails("success", "model", result, null, null, null, null, Bodies.NOW));

        assertEquals(urls != null, found.areAResult());
        if (urls != null) {
            assertEquals(urls, shown(found.results(Bodies.NOW)));
            assertEquals(data, found.data());
        }
    }

    /** A file that ships may change while a task runs that was sent under the one before. */
    @Test
    void placesOfAllThatShipsAreKnownWithoutTheirFile() {
        Catalogue catalogue = new Catalogue();
        Set<String> known = ResultReader.SEEN.stream()
                .map(url -> url.at() + " " + url.role())
                .collect(Collectors.toSet());

        catalogue.living().stream()
                .flatMap(model -> catalogue.find(model).orElseThrow().result().urls().stream())
                .forEach(url -> assertTrue(known.contains(url.at() + " " + url.role()), url.at()));
    }

    /** Its model is not named: who knows it can tell whether that is a result. */
    @Test
    void unknownFieldsOfAnUnknownModelAreNotTakenForNone() {
        assertEquals("UNREADABLE", what(read("\"state\":\"success\",\"resultJson\":{\"segments\":[1]}")));
    }

    @ParameterizedTest
    @CsvSource({"0, RUNNING", "1, SUCCEEDED", "2, FAILED", "3, FAILED", "7, UNREADABLE"})
    void flagCountsWhereThereIsNoState(String flag, String what) {
        TaskReport report = read("\"successFlag\":" + flag + ",\"response\":{\"resultUrls\":[\"" + Bodies.URL + "\"]}");

        assertEquals(what, what(report));
        assertEquals("RUNNING", what(read("\"successFlag\":1,\"state\":\"generating\"")));
    }

    private static String what(TaskReport report) {
        if (report instanceof Finished finished) {
            return finished.outcome().state().name();
        }
        return report instanceof Running ? "RUNNING" : report instanceof Unreadable ? "UNREADABLE" : "NONE";
    }

    /** It is paid for, but no event has room for it; the provider's own answer still has it. */
    @Test
    void dataTooLargeForAnEventAreCountedAndFailAloneButNotBesideFiles() {
        String large = "\"resultObject\":{\"text\":\"" + "\u6f22".repeat(22_000) + "\"}";

        Outcome alone = outcome("\"state\":\"success\",\"resultJson\":{" + large + "}");
        Outcome beside = succeeded(
                "\"state\":\"success\",\"resultJson\":{\"resultUrls\":[\"" + Bodies.URL + "\"]," + large + "}");

        assertEquals(Failure.RESULT_TOO_LARGE, alone.failure().code());
        assertNull(beside.data());
        assertEquals(2, registry.counter(ResultMetrics.LEFT_OUT).count());
    }

    @Test
    void whatPostgresCannotStoreIsReplacedInData() {
        Outcome outcome =
                succeeded("\"state\":\"success\",\"resultJson\":{\"resultObject\":{\"a\":\"b\\ud800c\\u0000\"}}");

        assertEquals("{\"a\":\"b\ufffdc\\u0000\"}", outcome.data());
    }

    /** It may be heard of long after it was made, when the provider's clock for it has run for as long. */
    @ParameterizedTest
    @ValueSource(longs = {0, 3_600, 360_000, -60})
    void resultExpiresADayAfterItWasMade(long secondsAgo) {
        Instant made = Bodies.NOW.minusSeconds(secondsAgo);
        Outcome outcome = succeeded("\"state\":\"success\",\"completeTime\":" + made.toEpochMilli()
                + ",\"resultJson\":{\"resultUrls\":[\"" + Bodies.URL + "\"]}");

        Instant from = made.isAfter(Bodies.NOW) ? Bodies.NOW : made;
        assertEquals(from.plus(Duration.ofHours(24)), outcome.results().get(0).expiresAt());
    }

    private Outcome succeeded(String fields) {
        Outcome outcome = outcome(fields);
        assertEquals(GenerationState.SUCCEEDED, outcome.state(), fields);
        return outcome;
    }

    /** The same from a callback and from recordInfo. */
    private Outcome outcome(String fields) {
        String body = Bodies.data("\"taskId\":\"" + Bodies.TASK + "\"," + fields);
        TaskReport report = reports.ofCallback(Bodies.bytes(body));
        TaskReportReader another = Bodies.reader(new SimpleMeterRegistry());
        assertEquals(
                report,
                another.ofRecordInfo(new ProviderAnswer(200, Optional.empty(), Bodies.bytes(body)), Bodies.TASK, null));
        return ((Finished) report).outcome();
    }

    private TaskReport read(String fields) {
        return reports.ofCallback(Bodies.bytes(Bodies.data("\"taskId\":\"" + Bodies.TASK + "\"," + fields)));
    }
}
