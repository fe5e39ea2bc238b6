package dev.gengate.provider.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gengate.generation.Outcome;
import dev.gengate.generation.ResultKind;
import dev.gengate.models.Model;
import dev.gengate.models.ResultShape;
import dev.gengate.models.ResultShape.ResultUrl;
import dev.gengate.provider.answer.TaskReport.Finished;
import dev.gengate.provider.answer.TaskReport.NotThereYet;
import dev.gengate.provider.answer.TaskReport.Running;
import dev.gengate.provider.answer.TaskReport.Unavailable;
import dev.gengate.provider.answer.TaskReport.Unreadable;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordInfoTest {
    private final TaskReportReader reports = Bodies.reader(new SimpleMeterRegistry());

    @Test
    void endedTaskIsFinishedAsInACallback() {
        assertEquals(
                new Finished(
                        Outcome.succeeded(Bodies.TASK, List.of(Bodies.image(Bodies.URL)), null, new BigDecimal("4"))),
                read(200, Bodies.success()));
        assertEquals(reports.ofCallback(Bodies.bytes(Bodies.failure())), read(200, Bodies.failure()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"waiting", "queuing", "generating", "paused"})
    void taskThatHasNotEndedIsRunning(String state) {
        String fields = "\"taskId\":\"" + Bodies.TASK + "\",\"state\":\"" + state
                + "\",\"resultJson\":\"\",\"failCode\":null,\"creditsConsumed\":3.5,\"completeTime\":null";

        assertEquals(new Running(Bodies.TASK), read(200, Bodies.data(fields)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | {\"code\":422,\"msg\":\"recordInfo is null\",\"data\":null}",
                "200 | {\"code\":500,\"msg\":\"recordInfo is null\",\"data\":null}",
                "200 | {\"code\":200,\"msg\":\"success\",\"data\":null}",
                "200 | {\"code\":200,\"msg\":\"success\"}",
                "200 | {\"code\":\"422\",\"message\":\"no record\"}",
                "422 | {\"code\":422,\"msg\":\"recordInfo is null\",\"data\":null}",
                "422 | {}"
            })
    void unknownTaskIsNotThereYet(int status, String body) {
        assertEquals(new NotThereYet(), read(status, body));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 404, 429, 455, 500, 502, 505})
    void otherErrorsAreUnavailableWhereverTheCodeStands(int code) {
        assertEquals(new Unavailable(), read(200, "{\"code\":" + code + ",\"msg\":\"no\",\"data\":null}"));
        assertEquals(new Unavailable(), read(code, "{\"code\":" + code + ",\"msg\":\"no\"}"));
        assertEquals(new Unavailable(), read(code, "{\"code\":200,\"msg\":\"success\",\"data\":null}"));
        assertEquals(new Unavailable(), read(code, "<html>no</html>"));
        assertEquals(new Unavailable(), read(code, ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>ok</html>", "{}", "[]", "{\"code\":200,\"data\":\"text\"}", "{\"code\":200"})
    void answerThatIsNoneIsUnreadable(String body) {
        assertEquals(new Unreadable(Optional.empty()), read(200, body));
    }

    @Test
    void answerAboutAnotherTaskIsUnreadable() {
        assertEquals(
                new Unreadable(Optional.empty()), read(200, Bodies.success().replace(Bodies.TASK, "another")));
    }

    @Test
    void answerNeedNotRepeatTheIdThatWasAskedFor() {
        assertEquals(new Running(Bodies.TASK), read(200, Bodies.data("\"state\":\"waiting\"")));
    }

    @Test
    void answerThatDoesNotNameItsModelIsReadAsOfTheModelThatWasAskedFor() {
        ResultShape shape = new ResultShape(List.of(new ResultUrl("out.files[]", Model.Kind.AUDIO, null)), null, null);
        TaskReportReader knowing = Bodies.reader(
                new SimpleMeterRegistry(), model -> model.equals("acme/sing") ? Optional.of(shape) : Optional.empty());
        byte[] body = Bodies.bytes(Bodies.successWithResult("{\"out\":{\"files\":[\"https://a.example/a.mp3\"]}}"));

        Finished report = (Finished)
                knowing.ofRecordInfo(new ProviderAnswer(200, Optional.empty(), body), Bodies.TASK, "acme/sing");

        assertEquals(ResultKind.AUDIO, report.outcome().results().get(0).kind());
        assertEquals(new Unreadable(Optional.of(Bodies.TASK)), knowing.ofCallback(body), "it is asked for");
    }

    private TaskReport read(int status, String body) {
        return reports.ofRecordInfo(
                new ProviderAnswer(status, Optional.empty(), Bodies.bytes(body)), Bodies.TASK, null);
    }
}
