package dev.gengate.proof.attack;

import static dev.gengate.proof.attack.Attack.body;

import java.util.List;

/** Texts in well-formed JSON that a database, a header, a log or a consumer would stumble over. */
final class TextAttacks {
    private TextAttacks() {}

    static List<Attack> all() {
        return List.of(
                prompt("prompt-nul", "NUL in the prompt", "a\\u0000b"),
                prompt("prompt-lone-surrogate", "the first half of a surrogate pair", "a\\ud800b"),
                prompt("prompt-low-surrogate", "the second half of a surrogate pair", "\\udc00"),
                prompt("prompt-swapped-surrogates", "a surrogate pair the wrong way round", "\\udc00\\ud800"),
                prompt("prompt-blank", "a prompt of white space", " \\n\\t "),
                prompt("prompt-long", "5,001 characters", "x".repeat(5_001)),
                prompt("prompt-long-pairs", "5,001 characters of two units each", "\\ud83d\\ude00".repeat(5_001)),
                field("correlation-header", "header injection by correlationId", correlation("a\\r\\nX-Evil: 1")),
                field("correlation-nul", "NUL in correlationId", correlation("a\\u0000")),
                field("correlation-escape", "a terminal's escape sequence in correlationId", correlation("\\u001b[2J")),
                field("correlation-c1", "a C1 control character in correlationId", correlation("\\u0085")),
                field("correlation-surrogate", "half a character in correlationId", correlation("\\ud83d")),
                field("correlation-long", "129 characters of correlationId", correlation("x".repeat(129))),
                field("correlation-object", "an object for correlationId", "\"correlationId\":{\"a\":1}"),
                field("metadata-many", "1,000 entries of metadata", "\"metadata\":{" + entries() + "}"),
                field("metadata-key-nul", "NUL in a key of metadata", metadata("a\\u0000", "v")),
                field("metadata-key-long", "a key of 256 characters", metadata("k".repeat(256), "v")),
                field("metadata-value-surrogate", "half a character in metadata", metadata("k", "\\udfff")),
                field("metadata-value-long", "501 characters in metadata", metadata("k", "x".repeat(501))),
                field("metadata-nested", "an object inside metadata", "\"metadata\":{\"k\":{\"k\":\"v\"}}"),
                field("model-path", "a path for the model", "\"model\":\"../../v1/credits\""),
                field("model-nul", "NUL in the model", "\"model\":\"\\u0000\""),
                field("priority-unknown", "a priority that is none", "\"priority\":\"root\""),
                field("priority-ordinal", "a priority by number", "\"priority\":0"));
    }

    private static Attack prompt(String name, String tried, String text) {
        return body(name, tried, 422, "{\"input\":{\"prompt\":\"" + text + "\"}}");
    }

    private static Attack field(String name, String tried, String field) {
        return body(name, tried, 422, "{\"input\":{\"prompt\":\"x\"}," + field + "}");
    }

    private static String correlation(String text) {
        return "\"correlationId\":\"" + text + "\"";
    }

    private static String metadata(String key, String value) {
        return "\"metadata\":{\"" + key + "\":\"" + value + "\"}";
    }

    private static String entries() {
        StringBuilder entries = new StringBuilder("\"k\":\"v\"");
        for (int i = 0; i < 999; i++) {
            entries.append(",\"k").append(i).append("\":\"v\"");
        }
        return entries.toString();
    }
}
