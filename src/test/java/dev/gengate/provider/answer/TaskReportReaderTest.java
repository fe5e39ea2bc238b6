package dev.gengate.provider.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.gengate.generation.Failure;
import dev.gengate.generation.Outcome;
import dev.gengate.generation.Result;
import dev.gengate.provider.answer.TaskReport.Finished;
import dev.gengate.provider.answer.TaskReport.Running;
import dev.gengate.provider.answer.TaskReport.Unreadable;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything the provider's page says of callbacks that were seen. */
class TaskReportReaderTest {
    private static final String MADE = "{\"resultUrls\":[\"" + Bodies.URL + "\"]}";

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final TaskReportReader reports = Bodies.reader(registry);

    @Test
    void successIsAnOutcomeWithImages() {
        assertEquals(
                new Finished(
                        Outcome.succeeded(Bodies.TASK, List.of(Bodies.image(Bodies.URL)), null, new BigDecimal("4"))),
                read(Bodies.success()));
    }

    @Test
    void failureIsAnOutcomeWithTheProvidersWords() {
        assertEquals(
                new Finished(Outcome.failed(
                        Bodies.TASK, new Failure("400", "The prompt was refused."), new BigDecimal("0"))),
                read(Bodies.failure()));
    }

    /** It may quote the callback URL, whose token is nobody's to read. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://gateway.example/callbacks/kie/id/token",
                "HTTP://gateway.example/callbacks/kie/id/token,",
                "https%3A%2F%2Fgateway.example%2Fcallbacks%2Fkie%2Fid%2Ftoken",
                "/callbacks/kie/id/token"
            })
    void urlInAFailureIsNotKept(String url) {
        String body = Bodies.failure()
                .replace("\"failMsg\":\"The prompt was refused.\"", "\"failMsg\":\"POST " + url + " was refused\"")
                .replace("\"failCode\":\"400\"", "\"failCode\":\"" + url + "\"");

        assertEquals(
                new Finished(Outcome.failed(
                        Bodies.TASK, new Failure("(URL)", "POST (URL) was refused"), new BigDecimal("0"))),
                read(body));
    }

    @ParameterizedTest
    @ValueSource(strings = {"200", "400", "500", "501", "\"501\"", "null", "{}"})
    void stateDecidesWhateverTheCode(String code) {
        assertEquals(read(Bodies.failure()), read(Bodies.failure().replace("\"code\":501", "\"code\":" + code)));
        assertEquals(read(Bodies.success()), read(Bodies.success().replace("\"code\":200", "\"code\":" + code)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"waiting", "queuing", "generating", "SUCCESS", "cancelled", "\u6210\u529f"})
    void anyOtherStateIsRunning(String state) {
        assertEquals(
                new Running(Bodies.TASK),
                read(Bodies.success().replace("\"state\":\"success\"", "\"state\":\"" + state + "\"")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"{\\\"resultUrls\\\":[\\\"https://tempfile.example/f/ae98.png\\\"]}\"",
                "{\"resultUrls\":[\"https://tempfile.example/f/ae98.png\"]}",
                "{\"resultUrls\":\"https://tempfile.example/f/ae98.png\"}",
                "{\"a\":{\"resultUrls\":[1]},\"resultUrls\":[\"https://tempfile.example/f/ae98.png\",null,7,{},[\"x\"]]}",
                "{\"resultUrls\":[\"ftp://a\",\"https://\",\"https://a"
                        + " b\",\"https://tempfile.example/f/ae98.png\",\"\"]}"
            })
    void resultIsReadFromStringAndObject(String resultJson) {
        Finished finished = (Finished) read(Bodies.successWithResult(resultJson));

        assertEquals(List.of(Bodies.image(Bodies.URL)), finished.outcome().results());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "\"\"",
                "\" \"",
                "\"null\"",
                "\"{}\"",
                "{}",
                "{\"resultUrls\":null}",
                "{\"resultUrls\":[]}",
                "{\"resultUrls\":[\"javascript:alert(1)\"]}"
            })
    void successWithoutAUrlIsAFailure(String resultJson) {
        Outcome outcome = ((Finished) read(Bodies.successWithResult(resultJson))).outcome();

        assertEquals(Failure.NO_RESULT, outcome.failure().code());
        assertEquals(Bodies.TASK, outcome.taskId());
    }

    /** A genuine body of just under 1 MiB: its event would have been larger than the topic takes. */
    @Test
    void ofTooManyLongUrlsThoseThatFitAreKeptInTheirOrderAndTheOthersCounted() {
        List<String> urls = IntStream.range(0, 86)
                .mapToObj(n -> "https://a.example/" + n + "/" + "\u00e9".repeat(4_000))
                .toList();
        String body = Bodies.successWithResult("{\"resultUrls\":["
                + urls.stream().map(url -> '"' + url + '"').collect(Collectors.joining(",")) + "]}");

        Outcome outcome = ((Finished) read(body)).outcome();

        assertEquals(
                urls.subList(0, 8), outcome.results().stream().map(Result::url).toList());
        assertEquals(78, registry.counter(ResultMetrics.LEFT_OUT).count());
    }

    @Test
    void fourOfTheLongestUrlsFitInWhateverScript() {
        List<String> urls = IntStream.range(0, 4)
                .mapToObj(n -> "https://a.example/" + n + "/" + "\u6f22".repeat(4_000))
                .toList();
        String body = Bodies.successWithResult("{\"resultUrls\":["
                + urls.stream().map(url -> '"' + url + '"').collect(Collectors.joining(",")) + "]}");

        assertEquals(4, ((Finished) read(body)).outcome().results().size());
        assertEquals(0, registry.counter(ResultMetrics.LEFT_OUT).count());
    }

    @Test
    void successWithoutResultJsonIsAFailure() {
        Finished finished = (Finished) read(Bodies.data("\"taskId\":\"t1\",\"state\":\"success\""));

        assertEquals(Failure.NO_RESULT, finished.outcome().failure().code());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"{\\\"resultUrls\\\":[\"", "\"oops\"", "\"{} {}\"", "\"\\\"again\\\"\"", "[]", "7", "true"})
    void resultThatCannotBeReadIsNotTakenForNone(String resultJson) {
        assertEquals(new Unreadable(Optional.of(Bodies.TASK)), read(Bodies.successWithResult(resultJson)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"failCode\":\"GENERATION_FAILED\" | GENERATION_FAILED",
                "\"failCode\":\"500\" | 500",
                "\"failCode\":500 | 500",
                "\"failCode\":null | generation_failed",
                "\"failCode\":\"\" | generation_failed",
                "\"failCode\":\" \" | generation_failed",
                "\"failCode\":{\"a\":1} | generation_failed",
                "\"resultJson\":\"\" | generation_failed"
            })
    void failCodeIsAStringANumberOrNothing(String fields, String code) {
        Finished finished = (Finished) read(Bodies.failureWith(fields));

        assertEquals(code, finished.outcome().failure().code());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"creditsConsumed\":4 | 4",
                "\"creditsConsumed\":2.5 | 2.5",
                "\"creditsConsumed\":\"2.5\" | 2.5",
                "\"consumeCredits\":3 | 3",
                "\"creditsConsumed\":null,\"consumeCredits\":3 | 3",
                "\"consumeCredits\":3,\"creditsConsumed\":2 | 2",
                "\"creditsConsumed\":2,\"consumeCredits\":3 | 2",
                "\"creditsConsumed\":0.30000000000000004 | 0.300000",
                "\"creditsConsumed\":1e3 | 1000",
                "\"creditsConsumed\":null | ",
                "\"creditsConsumed\":-1 | ",
                "\"creditsConsumed\":1000000001 | ",
                "\"creditsConsumed\":1e999999999 | ",
                "\"creditsConsumed\":\"NaN\" | ",
                "\"creditsConsumed\":true | ",
                "\"creditsConsumed\":[1] | ",
                "\"costTime\":null | "
            })
    void creditsMayBeFractionalOrOldOrAbsent(String fields, BigDecimal credits) {
        Finished finished = (Finished) read(Bodies.failureWith(fields));

        assertEquals(credits, finished.outcome().creditsConsumed());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"taskId\":\"t1\",\"data\":{\"state\":\"waiting\"}}",
                "{\"data\":{\"state\":\"waiting\",\"task_id\":\"t1\"}}",
                "{\"data\":{\"state\":\"waiting\",\"taskId\":\"t1\"}}",
                "{\"data\":{\"state\":\"waiting\",\"taskId\":\"\"},\"taskId\":\"t1\"}",
                "{\"taskId\":\"t1\",\"data\":{\"state\":\"waiting\",\"taskId\":\"t1\",\"task_id\":null}}"
            })
    void taskIdIsFoundInEveryPlaceSeen(String body) {
        assertEquals(new Running("t1"), read(body));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"data\":{\"state\":\"success\"}}",
                "{\"data\":{\"state\":\"success\",\"taskId\":\"\"}}",
                "{\"data\":{\"state\":\"success\",\"taskId\":\"a b\"}}",
                "{\"data\":{\"state\":\"success\",\"taskId\":\"a\\nb\"}}",
                "{\"data\":{\"state\":\"success\",\"taskId\":{\"id\":\"t1\"}}}",
                "{\"taskId\":\"t2\",\"data\":{\"state\":\"success\",\"taskId\":\"t1\"}}",
                "{\"data\":{\"state\":\"success\",\"taskId\":\"t1\",\"task_id\":\"t2\"}}"
            })
    void noTaskIdOrAnAbsurdOneOrTwoIsUnreadable(String body) {
        assertEquals(new Unreadable(Optional.empty()), read(body));
    }

    @Test
    void taskIdHasAtMost200Characters() {
        String longest = "x".repeat(200);

        assertEquals(new Running(longest), read("{\"taskId\":\"" + longest + "\",\"data\":{\"state\":\"waiting\"}}"));
        assertEquals(
                new Unreadable(Optional.empty()),
                read("{\"taskId\":\"" + longest + "x\",\"data\":{\"state\":\"waiting\"}}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"taskId\":\"t1\"}",
                "{\"taskId\":\"t1\",\"data\":null}",
                "{\"taskId\":\"t1\",\"data\":\"success\"}",
                "{\"taskId\":\"t1\",\"data\":[{\"state\":\"success\"}]}",
                "{\"taskId\":\"t1\",\"data\":{}}",
                "{\"taskId\":\"t1\",\"data\":{\"state\":null}}",
                "{\"taskId\":\"t1\",\"data\":{\"state\":\"\"}}",
                "{\"taskId\":\"t1\",\"data\":{\"state\":1}}",
                "{\"taskId\":\"t1\",\"data\":{\"state\":{\"is\":\"success\"}}}"
            })
    void bodyWithoutAStateIsUnreadableButNamesItsTask(String body) {
        assertEquals(new Unreadable(Optional.of("t1")), read(body));
    }

    @Test
    void absurdSizesAreCut() {
        String urls = "\"https://a.example/1\",".repeat(150) + "\"https://a.example/" + "x".repeat(4096) + "\"";
        Outcome made = ((Finished) read(Bodies.successWithResult("{\"resultUrls\":[" + urls + "]}"))).outcome();
        assertEquals(100, made.results().size());

        String fields = "\"failCode\":\"" + "c".repeat(300) + "\",\"failMsg\":\"" + "m".repeat(3000) + "\"";
        Failure failure =
                ((Finished) read(Bodies.failureWith(fields))).outcome().failure();
        assertEquals("c".repeat(100), failure.code());
        assertEquals("m".repeat(1000), failure.message());
    }

    @Test
    void whatPostgresCannotStoreIsRemoved() {
        String fields = "\"failCode\":\"4\\u00000\\n0\",\"failMsg\":\"a\\u0000b\\ud800c\\udc00d \\ud83d\\ude80\\ne\"";

        Failure failure =
                ((Finished) read(Bodies.failureWith(fields))).outcome().failure();

        assertEquals(new Failure("400", "abcd \ud83d\ude80\ne"), failure);
    }

    @Test
    void urlOfTheLongestLengthIsKept() {
        String url = "https://a.example/" + "x".repeat(4096 - 18);

        Outcome outcome = ((Finished) read(Bodies.successWithResult("{\"resultUrls\":[\"" + url + "\"]}"))).outcome();

        assertEquals(url, outcome.results().get(0).url());
        assertNull(outcome.failure());
        assertInstanceOf(Finished.class, read(Bodies.successWithResult(MADE)));
    }

    private TaskReport read(String body) {
        return reports.ofCallback(Bodies.bytes(body));
    }
}
