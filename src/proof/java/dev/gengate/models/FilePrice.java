package dev.gengate.models;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;

/** What an input costs by a model's file: the least where the input alone does not decide it. */
public final class FilePrice {
    private FilePrice() {}

    public static BigDecimal of(JsonNode file, JsonNode input) {
        return Price.read(file.get("price"), file.get("input")).quote(input).from();
    }
}
