package dev.gengate.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** What the gateway reads in a model's file. */
public final class FilePrice {
    private FilePrice() {}

    /** What the index has of it, beside the place of its file. */
    public static ObjectNode entry(JsonNode file) {
        ModelEntry entry = ModelEntry.of(ModelReader.model(file));
        ObjectNode index = JsonNodeFactory.instance.objectNode();
        index.put("vendor", entry.vendor());
        index.put("kind", entry.kind().wireName());
        index.put("status", entry.status().wireName());
        entry.takes().forEach(index.putArray("takes")::add);
        if (entry.price() != null) {
            index.putObject("price")
                    .put("unit", entry.price().unit())
                    .put("from", entry.price().from())
                    .put("to", entry.price().to());
        }
        return index.put("textOnly", entry.textOnly());
    }

    /** Whether its model is served without being named. */
    public static boolean servedByDefault(JsonNode file) {
        return ModelEntry.of(ModelReader.model(file)).servedByDefault();
    }

    /** Where the results stand. */
    public static ResultShape shape(JsonNode file) {
        return ResultShape.read(file.get("result"));
    }

    /** The fields that decide the price; none where nobody knows it. */
    public static List<String> deciding(JsonNode file) {
        Price price = Price.read(file.path("price"), file.get("input"));
        return price == null ? List.of() : price.deciding();
    }

    /** In which way fields are known to differ from what the provider says. */
    public static Map<String, String> differs(JsonNode file) {
        return ModelReader.differs(file);
    }

    /** What an input costs: the least where the input alone does not decide it. */
    public static BigDecimal of(JsonNode file, JsonNode input) {
        return Price.read(file.get("price"), file.get("input")).quote(input).from();
    }
}
