package dev.gengate.provider.answer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.gengate.provider.answer.TaskReport.Finished;
import dev.gengate.provider.answer.TaskReport.Unreadable;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that are no JSON, or that only look like it. */
class UnreadableCallbackTest {
    private static final Unreadable NAMELESS = new Unreadable(Optional.empty());

    private final TaskReportReader reports = Bodies.reader(new SimpleMeterRegistry());

    @Test
    void underEscapedPromptLeavesTheTaskIdToBeSalvaged() {
        assertEquals(new Unreadable(Optional.of(Bodies.TASK)), read(Bodies.underEscaped("a \"sailor\"")));
    }

    @Test
    void trailingGarbageLeavesTheTaskIdToBeSalvaged() {
        assertEquals(new Unreadable(Optional.of(Bodies.TASK)), read(Bodies.success() + "}"));
        assertEquals(new Unreadable(Optional.of(Bodies.TASK)), read(Bodies.success() + Bodies.success()));
        assertInstanceOf(Finished.class, read(Bodies.success() + " \r\n\t"));
    }

    @Test
    void cutBodyLeavesTheTaskIdToBeSalvaged() {
        String body = Bodies.success();

        assertEquals(new Unreadable(Optional.of(Bodies.TASK)), read(body.substring(0, body.length() / 2)));
    }

    @Test
    void twoDifferentTaskIdsSalvageNone() {
        assertEquals(NAMELESS, read(Bodies.underEscaped("\"taskId\":\"another\"")));
    }

    @Test
    void escapedTaskIdInTheEchoIsNotTheTasks() {
        String echoOnly = "{\"data\":{\"param\":\"{\\\"taskId\\\":\\\"another\\\"}\" oops";

        assertEquals(NAMELESS, read(echoOnly));
        assertEquals(new Unreadable(Optional.of("t1")), read(echoOnly + ",\"taskId\" : \"t1\",\"taskId\":\"t1\""));
    }

    @Test
    void absurdTaskIdIsNotSalvaged() {
        assertEquals(NAMELESS, read("\"taskId\":\"" + "x".repeat(201) + "\""));
        assertEquals(NAMELESS, read("\"taskId\":\"a b\""));
        assertEquals(NAMELESS, read("\"taskId\":\"a\\u0062\""));
        assertEquals(NAMELESS, read("\"taskId\":\"\""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "7",
                "\"text\"",
                "[]",
                "[{\"data\":{}}]",
                "{",
                "}",
                "{\"data\":",
                "<html></html>",
                "{'data':{}}",
                "{\"data\":{},}",
                "/* */{}",
                "\ufeff",
                "\u0000"
            })
    void whatIsNoJsonObjectIsUnreadable(String body) {
        assertEquals(NAMELESS, read(body));
    }

    @Test
    void keyThatComesTwiceIsUnreadable() {
        String twice = Bodies.data("\"taskId\":\"t1\",\"state\":\"fail\",\"state\":\"success\"");

        assertEquals(new Unreadable(Optional.of("t1")), read(twice));
        assertEquals(NAMELESS, read("{\"data\":{\"state\":\"fail\"},\"data\":{\"state\":\"success\"}}"));
    }

    @Test
    void invalidUtf8IsUnreadable() {
        byte[] body = Bodies.failure().replace("refused", "refus\u00e9").getBytes(ISO_8859_1);

        assertEquals(new Unreadable(Optional.of(Bodies.TASK)), reports.ofCallback(body));
    }

    @Test
    void absentBodyIsUnreadable() {
        assertEquals(NAMELESS, reports.ofCallback(null));
        assertEquals(NAMELESS, reports.ofCallback(new byte[0]));
        assertEquals(NAMELESS, reports.ofCallback("text".getBytes(UTF_16)));
    }

    @Test
    void hugeBodiesAreUnreadableWithinASecond() {
        assertUnreadableSoon("{\"a\":".repeat(200_000));
        assertUnreadableSoon("[".repeat(1_000_000));
        assertUnreadableSoon("{\"data\":{\"costTime\":" + "9".repeat(1_000_000) + "}}");
        assertUnreadableSoon("{\"data\":{\"creditsConsumed\":0." + "9".repeat(1_000_000) + "}}");
        assertUnreadableSoon("{\"" + "k".repeat(1_000_000) + "\":1}");
        assertUnreadableSoon("\"taskId\" ".repeat(100_000));
        assertUnreadableSoon("\"taskId\"" + " ".repeat(1_000_000));
        assertUnreadableSoon("x".repeat(1024 * 1024 + 1));
    }

    @Test
    void bodyOver1MebibyteIsNotLookedInto() {
        String body = Bodies.success();

        assertInstanceOf(Finished.class, read(body + " ".repeat(1024 * 1024 - body.length())));
        assertEquals(NAMELESS, read(body + " ".repeat(1024 * 1024 - body.length() + 1)));
    }

    private void assertUnreadableSoon(String body) {
        assertTimeout(Duration.ofSeconds(1), () -> assertEquals(NAMELESS, read(body)));
    }

    private TaskReport read(String body) {
        return reports.ofCallback(Bodies.bytes(body));
    }
}
