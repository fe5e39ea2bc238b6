package dev.gengate.proof.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import dev.gengate.proof.gateway.Json;
import dev.gengate.proof.simulator.price.PriceList;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;

/** A model as its file has it, read without the gateway's code: what it takes, makes and costs. */
final class SimulatedModel {
    /** What a model without a known price costs. */
    private static final BigDecimal SOME_PRICE = BigDecimal.ONE;

    private static final int TRACKS = 2;

    private final JsonNode file;
    private final JsonSchema schema;
    private final PriceList prices;

    SimulatedModel(JsonNode file) {
        this.file = file;
        SchemaValidatorsConfig config = SchemaValidatorsConfig.builder().build();
        this.schema = JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(file.get("input"), config);
        this.prices = new PriceList(file);
    }

    JsonNode file() {
        return file;
    }

    boolean isRetired() {
        return "retired".equals(file.path("status").asText());
    }

    /** The refusal, or empty for a good input. */
    Optional<Answer> refusal(JsonNode input) {
        if (isRetired()) {
            return Optional.of(InputRules.UNKNOWN_MODEL);
        }
        Set<ValidationMessage> faults = schema.validate(input);
        if (!faults.isEmpty()) {
            String text = faults.iterator().next().getMessage();
            return Optional.of(Answer.code(422, "Invalid input: " + text));
        }
        return namesTheGatewaysOwn(input)
                ? Optional.of(Answer.code(422, "Invalid input: a file could not be loaded"))
                : Optional.empty();
    }

    /** Nobody but the gateway knows what its generations and files are. */
    private static boolean namesTheGatewaysOwn(JsonNode value) {
        if (value.isTextual()) {
            return value.textValue().startsWith("generation:")
                    || value.textValue().startsWith("file:");
        }
        for (JsonNode child : value) {
            if (namesTheGatewaysOwn(child)) {
                return true;
            }
        }
        return false;
    }

    /** Credits of a valid input. */
    BigDecimal credits(JsonNode input) {
        return prices.known() ? prices.credits(input) : SOME_PRICE;
    }

    /** @param base of its URLs */
    MadeResult makes(String base, String taskId, ObjectNode input) {
        return MadeResult.of(file.path("result"), base, taskId, count(input), "");
    }

    /** So many results of all kinds together, each with a long name. */
    MadeResult makes(String base, String taskId, int count, String padding) {
        int lists = 0;
        for (JsonNode place : file.path("result").path("urls")) {
            lists += place.path("at").asText().contains("[]") ? 1 : 0;
        }
        return MadeResult.of(file.path("result"), base, taskId, count / Math.max(1, lists), padding);
    }

    private int count(ObjectNode input) {
        boolean music = "data".equals(file.path("result").path("data").asText());
        return input.path("num_images").asInt(music ? TRACKS : 1);
    }

    /** An OpenAPI document as the provider's discovery has it. */
    ObjectNode openApi(JsonNode input) {
        String model = file.path("model").asText();
        ObjectNode document = Json.object().put("openapi", "3.1.0");
        document.putObject("info").put("title", model).put("version", "1.0.0");
        ObjectNode body = document.putObject("paths")
                .putObject("/api/v1/jobs/createTask")
                .putObject("post")
                .putObject("requestBody")
                .putObject("content")
                .putObject("application/json")
                .putObject("schema")
                .put("type", "object");
        ObjectNode properties = body.putObject("properties");
        properties.putObject("model").put("type", "string").putArray("enum").add(model);
        properties.putObject("callBackUrl").put("type", "string").put("format", "uri");
        properties.set("input", input);
        return document;
    }
}
