package dev.gengate.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gengate.provider.answer.Bodies;
import dev.gengate.provider.answer.ProviderAnswer;
import dev.gengate.provider.answer.TaskOrigin;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Which generation the task of a record belongs to. */
class TaskOriginsTest {
    private static final String OURS = "https://gateway.example/c";

    private final TaskOrigins origins = new TaskOrigins(Bodies.reader(new SimpleMeterRegistry()), id -> OURS);

    @Test
    void recordNamesTheCallbackUrlInATextOrInAnObject() {
        assertEquals(TaskOrigin.OURS, read(200, Bodies.success()));
        assertEquals(TaskOrigin.OURS, read(200, Bodies.success().replace("\"success\"", "\"generating\"")));
        assertEquals(TaskOrigin.OURS, ofParam("{\"input\":{\"prompt\":\"\"},\"callBackUrl\":\"" + OURS + "\"}"));
    }

    /** What the prompt says is nobody's word but its author's. */
    @ParameterizedTest
    @MethodSource("paramsOfOthers")
    void anyOtherRecordIsAnothers(String param) {
        assertEquals(TaskOrigin.ANOTHERS, ofParam(param));
    }

    static Stream<String> paramsOfOthers() {
        return Stream.of(
                "null",
                "\"\"",
                "\"no JSON\"",
                "\"{}\"",
                "[]",
                "{}",
                "{\"callBackUrl\":null}",
                "{\"callBackUrl\":[\"https://gateway.example/c\"]}",
                "{\"callBackUrl\":\"https://gateway.example/other\"}",
                "{\"input\":{\"callBackUrl\":\"https://gateway.example/c\"}}",
                "\"{\\\"input\\\":{\\\"callBackUrl\\\":\\\"https://gateway.example/c\\\"}}\"",
                "{\"input\":{\"prompt\":\"https://gateway.example/c\"},\"callBackUrl\":\"https://elsewhere.example\"}");
    }

    @Test
    void urlBesideTheRequestIsNotTheRequests() {
        assertEquals(
                TaskOrigin.ANOTHERS,
                read(200, Bodies.data("\"state\":\"waiting\",\"callBackUrl\":\"" + OURS + "\",\"param\":{}")));
    }

    /** Otherwise the callback of a generation whose answer was lost would be sent back for ever. */
    @Test
    void whoseItIsIsReadWhereTheResultCannotBe() {
        String unreadable = Bodies.success().replace("{\\\"resultUrls", "no JSON {\\\"resultUrls");

        assertEquals(TaskOrigin.OURS, read(200, unreadable));
        assertEquals(TaskOrigin.OURS, read(200, Bodies.success().stripTrailing().replaceFirst("}}$", "")));
        assertEquals(TaskOrigin.ANOTHERS, read(200, unreadable.replace(OURS, "https://elsewhere.example")));
        assertEquals(TaskOrigin.UNAVAILABLE, read(200, unreadable.replace("callBackUrl", "none")));
        assertEquals(TaskOrigin.UNAVAILABLE, read(200, unreadable.replace(Bodies.TASK, "another")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | {\"code\":422,\"msg\":\"recordInfo is null\",\"data\":null} | UNKNOWN",
                "200 | {\"code\":401,\"msg\":\"no\",\"data\":null} | UNAVAILABLE",
                "500 | <html></html> | UNAVAILABLE",
                "200 | <html></html> | UNAVAILABLE",
                "200 | {\"code\":200,\"data\":{\"taskId\":\"another\",\"state\":\"waiting\"}} | UNAVAILABLE"
            })
    void whatIsNoRecordSaysNothing(int status, String body, TaskOrigin origin) {
        assertEquals(origin, read(status, body));
    }

    private TaskOrigin ofParam(String param) {
        return read(200, Bodies.data("\"state\":\"waiting\",\"param\":" + param));
    }

    private TaskOrigin read(int status, String body) {
        return origins.read(new ProviderAnswer(status, Optional.empty(), Bodies.bytes(body)), Bodies.TASK, KieCalls.ID);
    }
}
