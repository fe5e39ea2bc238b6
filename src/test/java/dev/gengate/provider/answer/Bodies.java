package dev.gengate.provider.answer;

import static java.nio.charset.StandardCharsets.UTF_8;

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

    public static byte[] bytes(String body) {
        return body.getBytes(UTF_8);
    }
}
