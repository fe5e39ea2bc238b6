package dev.gengate.models;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gengate.models.input.Rule;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads a model's file, which has the format of {@code schema/model.schema.json}. */
final class ModelReader {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private ModelReader() {}

    static JsonNode json(byte[] file) throws IOException {
        return JSON.readTree(file);
    }

    static Model model(JsonNode file) {
        JsonNode input = file.get("input");
        return new Model(
                file.get("model").textValue(),
                file.path("vendor").textValue(),
                Model.Kind.of(file.get("kind").textValue()),
                Model.Status.of(file.get("status").textValue()),
                file.path("replacedBy").textValue(),
                input,
                version(input),
                ResultShape.read(file.get("result")),
                Price.read(file.get("price"), input),
                Rule.read(file.path("rules")),
                EarlierTask.read(file.path("refersToEarlierTask")),
                RunningTime.read(file.path("runningTime")),
                differs(file));
    }

    /** In which way fields are known to differ from what the provider says. */
    static Map<String, String> differs(JsonNode file) {
        return file.path("differs").properties().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, field -> field.getValue().textValue()));
    }

    private static String version(JsonNode input) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(JSON.writeValueAsString(input).getBytes(UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException | JsonProcessingException impossible) {
            throw new IllegalStateException("every Java has SHA-256, and a tree can be written", impossible);
        }
    }
}
