package dev.gengate.provider.answer;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gengate.generation.Result;
import dev.gengate.generation.ResultKind;
import dev.gengate.models.ResultShape;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Function;

/** Bodies of callbacks as the provider sends them, and ways to change one thing in them. */
public final class Bodies {
    public static final String TASK = "b31f0a77d507765367dc8f5868ba3ceb";
    static final String URL = "https://tempfile.example/f/ae98.png";

    private Bodies() {}

    /** A success as seen of the live service; {@code param} echoes the request, JSON within JSON within JSON. */
    public static String success() {
        return """
                {"code":200,"msg":"Playground task completed successfully.",
                 "data":{"taskId":"b31f0a77d507765367dc8f5868ba3ceb","model":"google/imagen4-fast","state":"success",
                  "param":"{\\"model\\":\\"google/imagen4-fast\\",\\"callBackUrl\\":\\"https://gateway.example/c\\",\\"input\\":\\"{\\\\\\"prompt\\\\\\":\\\\\\"a sailor\\\\\\"}\\"}",
                  "resultJson":"{\\"resultUrls\\":[\\"https://tempfile.example/f/ae98.png\\"]}",
                  "failCode":null,"failMsg":null,"costTime":11,"creditsConsumed":4,
                  "createTime":1786428622000,"completeTime":1786428635000,"updateTime":1786428635000}}
                """;
    }

    /** A failure as seen of the live service. */
    static String failure() {
        return """
                {"code":501,"msg":"Playground task failed.",
                 "data":{"taskId":"b31f0a77d507765367dc8f5868ba3ceb","model":"google/imagen4-fast","state":"fail",
                  "param":"{}","resultJson":null,"failCode":"400","failMsg":"The prompt was refused.",
                  "costTime":89,"creditsConsumed":0}}
                """;
    }

    /** A success whose {@code resultJson} is this JSON text. */
    static String successWithResult(String resultJson) {
        return data("\"taskId\":\"" + TASK + "\",\"state\":\"success\",\"resultJson\":" + resultJson);
    }

    /** A failure with these further fields. */
    static String failureWith(String fields) {
        return data("\"taskId\":\"" + TASK + "\",\"state\":\"fail\"," + fields);
    }

    /** A body with these fields in {@code data}. */
    public static String data(String fields) {
        return "{\"code\":200,\"msg\":\"ok\",\"data\":{" + fields + "}}";
    }

    /** The same prompt echo, with its quotes escaped once too little: no JSON any more. */
    static String underEscaped(String prompt) {
        return success().replace("a sailor", prompt);
    }

    /** A moment after {@link #success()}. */
    static final Instant NOW = Instant.parse("2026-08-11T06:10:35Z");

    public static byte[] bytes(String body) {
        return body.getBytes(UTF_8);
    }

    /** A reader of reports, at {@link #NOW}, to whom no model is known. */
    public static TaskReportReader reader(MeterRegistry registry) {
        return reader(registry, model -> Optional.empty());
    }

    /** The same to whom models are known. */
    public static TaskReportReader reader(MeterRegistry registry, Function<String, Optional<ResultShape>> shapes) {
        return new TaskReportReader(
                new ResultMetrics(registry), new ResultReader(shapes), Clock.fixed(NOW, ZoneOffset.UTC));
    }

    /** An image at that URL, which was made now. */
    public static Result image(String url) {
        return new Result(ResultKind.IMAGE, null, NOW.plus(Result.KEPT), url);
    }
}
