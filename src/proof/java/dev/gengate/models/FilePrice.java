package dev.gengate.models;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** What an input costs by a model's file: the least where the input alone does not decide it. */
public final class FilePrice {
    private FilePrice() {}

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

    public static BigDecimal of(JsonNode file, JsonNode input) {
        return Price.read(file.get("price"), file.get("input")).quote(input).from();
    }
}
