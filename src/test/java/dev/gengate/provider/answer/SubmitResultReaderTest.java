package dev.gengate.provider.answer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.gengate.generation.Failure;
import dev.gengate.provider.answer.SubmitResult.Accepted;
import dev.gengate.provider.answer.SubmitResult.Refusal;
import dev.gengate.provider.answer.SubmitResult.Refused;
import dev.gengate.provider.answer.SubmitResult.TryLater;
import dev.gengate.provider.answer.SubmitResult.Unconfirmed;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every row of the provider's table of codes, in the body and as the HTTP status, and what lies between the rows. */
class SubmitResultReaderTest {
    private static final String CREDITS =
            "Credits insufficient : Your current balance isn't enough to run this request.";

    private final SubmitResultReader answers =
            new SubmitResultReader(Clock.fixed(Instant.parse("2026-02-03T10:00:00Z"), ZoneOffset.UTC));

    @ParameterizedTest
    @CsvSource({
        "400, INVALID_INPUT",
        "401, KEY_REJECTED",
        "402, NO_CREDITS",
        "403, UNSUPPORTED",
        "404, UNSUPPORTED",
        "405, UNSUPPORTED",
        "422, INVALID_INPUT",
        "433, KEY_LIMIT",
        "451, UNSUPPORTED",
        "501, UNSUPPORTED",
        "505, UNSUPPORTED"
    })
    void definiteCodeIsARefusalWhereverItStands(int code, Refusal refusal) {
        Failure withText = new Failure(refusal.failureCode(), "so it is");
        Failure withoutText = new Failure(refusal.failureCode(), "The provider refused with code " + code + ".");

        assertEquals(new Refused(refusal, withText), read(200, json(code, "so it is")));
        assertEquals(new Refused(refusal, withText), read(200, json("\"" + code + "\"", "so it is")));
        assertEquals(new Refused(refusal, withText), read(code, json(code, "so it is")));
        assertEquals(new Refused(refusal, withText), read(code, "{\"msg\":\"so it is\"}"));
        assertEquals(new Refused(refusal, withoutText), read(code, "{}"));
    }

    @ParameterizedTest
    @CsvSource({
        "401, KEY_REJECTED",
        "402, NO_CREDITS",
        "413, UNSUPPORTED",
        "414, UNSUPPORTED",
        "422, INVALID_INPUT",
        "431, UNSUPPORTED",
        "433, KEY_LIMIT"
    })
    void statusThatIsNeverSentAgainIsARefusalWithoutTheProvidersForm(int code, Refusal refusal) {
        Failure withoutText = new Failure(refusal.failureCode(), "The provider refused with code " + code + ".");

        assertEquals(new Refused(refusal, withoutText), read(code, "<html>no</html>"));
        assertEquals(new Refused(refusal, withoutText), read(code, ""));
    }

    /** A CDN that is set up wrongly would end the whole queue. */
    @ParameterizedTest
    @ValueSource(ints = {400, 403, 404, 405, 406, 451})
    void pageOfAProxyOrACdnRefusesNothing(int status) {
        TryLater later = new TryLater(TryLater.Reason.ANSWERED_BY_ANOTHER, Optional.empty());

        assertEquals(later, read(status, "<html>no</html>"));
        assertEquals(later, read(status, ""));
    }

    @ParameterizedTest
    @CsvSource({"429, RATE_LIMITED", "455, MAINTENANCE"})
    void whatIsSafeToSendAgainIsTriedLaterWhereverTheCodeStands(int code, TryLater.Reason reason) {
        TryLater later = new TryLater(reason, Optional.empty());

        assertEquals(later, read(200, json(code, "Your call frequency is too high")));
        assertEquals(later, read(code, json(code, "Your call frequency is too high")));
        assertEquals(later, read(503, json(code, "")));
        assertEquals(later, read(code, "<html>slow down</html>"));
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504, 520, 524, 599})
    void serverErrorIsUnconfirmedWhereverTheCodeStands(int code) {
        Unconfirmed error = new Unconfirmed(Unconfirmed.Reason.SERVER_ERROR);

        assertEquals(error, read(200, json(code, "Internal Error, please try again")));
        assertEquals(error, read(code, json(code, "Internal Error, please try again")));
        assertEquals(error, read(code, "<html>502 Bad Gateway</html>"));
        assertEquals(error, read(code, ""));
    }

    /** The provider's codes are refusals; a proxy's statuses say nothing of the call behind it. */
    @ParameterizedTest
    @ValueSource(ints = {501, 505})
    void pageOfAServerErrorIsUnconfirmedWhateverItsStatus(int status) {
        assertEquals(new Unconfirmed(Unconfirmed.Reason.SERVER_ERROR), read(status, "<html>no</html>"));
        assertEquals(new Unconfirmed(Unconfirmed.Reason.SERVER_ERROR), read(status, ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "aspect_ratio is required",
                "This field is required",
                "This aspect_ratio is not within the range of allowed options",
                "The model name you specified is not supported. Please check."
            })
    void code500ThatNamesAParameterIsARefusal(String text) {
        Refused refused = new Refused(Refusal.INVALID_INPUT, new Failure("invalid_input", text));

        assertEquals(refused, read(200, json(500, text)));
        assertEquals(refused, read(500, json(500, text)));
        assertEquals(refused, read(500, "{\"msg\":\"" + text + "\"}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {CREDITS, "Credits insufficient : Your current balance isn\u2019t enough to run this request."})
    void creditsTextIsARefusalUnder402AndUnder500(String text) {
        Refused refused = new Refused(Refusal.NO_CREDITS, new Failure("insufficient_credits", text));

        assertEquals(refused, read(200, json(402, text)));
        assertEquals(refused, read(200, json(500, text)));
        assertEquals(refused, read(500, json(500, text)));
    }

    @Test
    void createdTaskIsAccepted() {
        Accepted accepted = new Accepted("task_google_1765172332800");
        String data = "\"data\":{\"taskId\":\"task_google_1765172332800\",\"recordId\":\"task_google_1765172332800\"}";

        assertEquals(accepted, read(200, "{\"code\":200,\"msg\":\"success\"," + data + "}"));
        assertEquals(accepted, read(200, "{\"code\":\"200\",\"message\":\"success\",\"extra\":[1,{}]," + data + "}"));
        assertEquals(accepted, read(201, "{" + data + "}"));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 402, 404, 408, 422, 429, 433, 455, 500, 501, 502, 505, 599})
    void taskIdMeansThatThereIsATaskWhateverTheCodeSaysAndWhereverItStands(int code) {
        String answer = "{\"code\":" + code + ",\"msg\":\"aspect_ratio is required\",\"data\":{\"taskId\":\"t1\"}}";

        assertEquals(new Accepted("t1"), read(200, answer));
        assertEquals(new Accepted("t1"), read(code, answer));
        assertEquals(new Accepted("t1"), read(code, answer.replace("\"code\":" + code, "\"code\":200")));
        assertEquals(new Accepted("t1"), read(code, "{\"data\":{\"taskId\":\"t1\"}}"));
        assertEquals(new Accepted("t1"), read(code, "{\"code\":" + code + ",\"data\":null,\"task_id\":\"t1\"}"));
    }

    /** A task was made, and it cannot be said which: to send it again would be paid for twice. */
    @ParameterizedTest
    @ValueSource(ints = {400, 402, 404, 405, 422, 429, 455})
    void noThatNamesATaskThatCannotBeToldIsUnconfirmed(int code) {
        Unconfirmed unreadable = new Unconfirmed(Unconfirmed.Reason.UNREADABLE_ANSWER);
        String begin = "{\"code\":" + code + ",\"msg\":\"no\",\"data\":{\"taskId\":";

        assertEquals(unreadable, read(200, begin + "\"t1\",\"task_id\":\"t2\"}}"));
        assertEquals(unreadable, read(code, begin + "\"a b\"}}"));
        assertEquals(unreadable, read(code, begin + "\"t1\"}"), "no JSON");
        assertEquals(unreadable, read(code, begin + "\"t1\"}} {\"taskId\":\"t2\"}"), "no JSON, and two of them");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"recordId\":\"t1\"}",
                "[{\"taskId\":\"t1\"}]",
                "{\"task\" : {\"task_id\" : \"t1\"}}",
                "{\"recordId\":17}"
            })
    void noThatNamesATaskWhereNoneIsLookedForIsUnconfirmed(String data) {
        String rest = ",\"msg\":\"no\",\"data\":" + data + "}";

        for (int code : new int[] {402, 422, 429, 455}) {
            assertEquals(new Unconfirmed(Unconfirmed.Reason.UNREADABLE_ANSWER), read(200, "{\"code\":" + code + rest));
        }
    }

    /** The echo of an input is a text of the provider's, whatever its caller wrote into it. */
    @Test
    void whatALongerTextQuotesNamesNoTask() {
        assertInstanceOf(
                TryLater.class, read(200, "{\"code\":429,\"msg\":\"of {\\\"taskId\\\":\\\"t1\\\"}\",\"data\":null}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"\"", "{}", "[]"})
    void fieldForATaskIdThatHoldsNoneSaysNothing(String id) {
        String data = ",\"msg\":\"no\",\"data\":{\"taskId\":" + id + "}}";

        assertInstanceOf(TryLater.class, read(200, "{\"code\":429" + data));
        assertInstanceOf(Refused.class, read(200, "{\"code\":422" + data));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>ok</html>",
                "{}",
                "[]",
                "{\"code\":200,\"msg\":\"success\"}",
                "{\"code\":200,\"msg\":\"success\",\"data\":null}",
                "{\"code\":200,\"msg\":\"success\",\"data\":{\"taskId\":null}}",
                "{\"code\":200,\"msg\":\"success\",\"data\":{\"taskId\":\"\"}}",
                "{\"code\":200,\"msg\":\"success\",\"data\":{\"taskId\":\"a b\"}}",
                "{\"code\":200,\"msg\":\"success\",\"data\":{\"taskId\":\"t1\"}",
                "{\"code\":200,\"msg\":\"success\",\"data\":{\"taskId\":\"t1\",\"task_id\":\"t2\"}}",
                "{\"code\":408,\"msg\":\"nothing from upstream\"}",
                "{\"code\":0,\"msg\":\"?\"}",
                "{\"code\":true,\"msg\":\"?\"}"
            })
    void answerThatSaysNeitherYesNorNoIsUnconfirmed(String body) {
        assertEquals(new Unconfirmed(Unconfirmed.Reason.UNREADABLE_ANSWER), read(200, body));
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 307, 408})
    void redirectAndHttp408AreUnconfirmed(int status) {
        assertEquals(new Unconfirmed(Unconfirmed.Reason.UNREADABLE_ANSWER), read(status, "<html></html>"));
    }

    @Test
    void answerOver1MebibyteIsUnreadable() {
        String accepted = "{\"code\":200,\"data\":{\"taskId\":\"t1\"}}";

        assertEquals(new Accepted("t1"), read(200, accepted + " ".repeat(1024 * 1024 - accepted.length())));
        assertEquals(
                new Unconfirmed(Unconfirmed.Reason.UNREADABLE_ANSWER),
                read(200, accepted + " ".repeat(1024 * 1024 - accepted.length() + 1)));
    }

    @Test
    void bodyCodeBeatsHttpStatus() {
        assertInstanceOf(Refused.class, read(500, json(422, "no")));
        assertEquals(new Unconfirmed(Unconfirmed.Reason.SERVER_ERROR), read(422, json(500, "Internal Error")));
    }

    @Test
    void retryAfterIsPassedOnAndCapped() {
        assertEquals(Optional.of(Duration.ofSeconds(7)), retryAfter("7"));
        assertEquals(Optional.of(Duration.ofSeconds(90)), retryAfter("Tue, 03 Feb 2026 10:01:30 GMT"));
        assertEquals(Optional.of(Duration.ofMinutes(5)), retryAfter("86400"));
        assertEquals(Optional.empty(), retryAfter("soon"));
        assertEquals(
                Optional.empty(), retryAfter("0"), "without a pause of the gateway's own it would be called at once");
    }

    @Test
    void refusalTextIsCutCleanedAndWithoutUrls() {
        String text =
                "bad\\u0000\\ncallBackUrl https://gateway.example/callbacks/kie/id/secret \\ud800 " + "x".repeat(600);

        Refused refused = (Refused) read(200, json(422, text));

        String shown = refused.failure().message();
        assertEquals(500, shown.length());
        assertEquals("badcallBackUrl (URL)  xx", shown.substring(0, 24));
        assertFalse(shown.contains("secret"));
    }

    private Optional<Duration> retryAfter(String header) {
        ProviderAnswer answer = new ProviderAnswer(429, Optional.of(header), new byte[0]);
        return ((TryLater) answers.read(answer)).retryAfter();
    }

    private SubmitResult read(int status, String body) {
        return answers.read(new ProviderAnswer(status, Optional.empty(), body.getBytes(UTF_8)));
    }

    private static String json(Object code, String message) {
        return "{\"code\":" + code + ",\"msg\":\"" + message + "\",\"data\":null}";
    }
}
