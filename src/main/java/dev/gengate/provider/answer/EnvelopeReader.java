package dev.gengate.provider.answer;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * Reads one envelope in one pass over its tokens, without a tree: it runs for every callback, and skips unneeded parts,
 * such as the echo of the request, without decoding them. For one use.
 */
final class EnvelopeReader {
    private Integer code;
    private String message;
    private String taskId;
    private boolean doubtfulTaskId;
    private TaskDetails task;
    private String data;

    private String state;
    private String model;
    private String flag;
    private String resultJson;
    private String response;
    private Instant completedAt;
    private String failCode;
    private String failMessage;
    private BigDecimal creditsConsumed;

    Envelope read(byte[] body) throws IOException {
        try (JsonParser parser = ProviderJson.FACTORY.createParser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new JsonParseException(parser, "not an object");
            }
            readRoot(parser);
            if (parser.nextToken() != null) {
                throw new JsonParseException(parser, "goes on after its end");
            }
        }
        return new Envelope(code, message, doubtfulTaskId ? null : taskId, doubtfulTaskId, task, data);
    }

    private void readRoot(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (field) {
                case "code" -> code = ProviderJson.code(ProviderJson.text(parser));
                case "msg", "message" -> message = orElse(ProviderJson.text(parser), message);
                case "taskId", "task_id" -> readTaskId(parser);
                case "data" -> readData(parser, value);
                default -> parser.skipChildren();
            }
        }
    }

    private void readData(JsonParser parser, JsonToken value) throws IOException {
        if (value != JsonToken.START_OBJECT) {
            data = ProviderJson.text(parser);
            return;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            readTask(parser, parser.currentName(), parser.nextToken());
        }
        String known = state == null || state.isBlank() ? ofFlag(flag, state) : state;
        task = new TaskDetails(known, model, resultJson, response, failCode, failMessage, creditsConsumed, completedAt);
    }

    private void readTask(JsonParser parser, String field, JsonToken value) throws IOException {
        switch (field) {
            case "taskId", "task_id" -> readTaskId(parser);
            case "state" -> state = value == JsonToken.VALUE_STRING ? parser.getText() : skip(parser);
            case "successFlag" -> flag = ProviderJson.text(parser);
            case "model" -> model = ProviderJson.text(parser);
            case "resultJson" -> resultJson = ProviderJson.json(parser, value);
            case "response" -> response = ProviderJson.json(parser, value);
            case "failCode" -> failCode = ProviderJson.text(parser);
            case "failMsg" -> failMessage = ProviderJson.text(parser);
            case "creditsConsumed" -> creditsConsumed = orElse(readCredits(parser), creditsConsumed);
            case "consumeCredits" -> creditsConsumed = orElse(creditsConsumed, readCredits(parser));
            case "completeTime" -> completedAt = ProviderJson.time(ProviderJson.text(parser));
            default -> parser.skipChildren();
        }
    }

    /** Newer answers have a number beside the state; it counts where there is no state. */
    private static String ofFlag(String flag, String otherwise) {
        if (flag == null) {
            return otherwise;
        }
        return switch (flag) {
            case "0" -> "generating";
            case "1" -> "success";
            case "2", "3" -> "fail";
            default -> otherwise;
        };
    }

    /** Two different ids in one body count as none: otherwise one task's outcome could be taken for another's. */
    private void readTaskId(JsonParser parser) throws IOException {
        String found = ProviderJson.text(parser);
        if (found == null || found.isEmpty()) {
            return;
        }
        doubtfulTaskId |= !TaskId.valid(found) || (taskId != null && !taskId.equals(found));
        taskId = found;
    }

    private static BigDecimal readCredits(JsonParser parser) throws IOException {
        return CreditAmount.consumed(ProviderJson.text(parser)).orElse(null);
    }

    private static String skip(JsonParser parser) throws IOException {
        parser.skipChildren();
        return null;
    }

    private static <T> T orElse(T preferred, T other) {
        return preferred == null ? other : preferred;
    }
}
