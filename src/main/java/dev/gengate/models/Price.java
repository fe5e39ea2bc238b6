package dev.gengate.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.gengate.models.input.InputFields;
import dev.gengate.models.input.JsonPath;
import dev.gengate.models.input.Quantity;
import dev.gengate.models.input.Range;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Credits as a function of the input: the rate that is selected, times the quantity, and what comes on top. */
public final class Price {
    private final JsonNode file;
    private final InputFields fields;

    private Price(JsonNode file, InputFields fields) {
        this.file = file;
        this.fields = fields;
    }

    /**
     * What a generation costs.
     *
     * @param from at least
     * @param to at most, as far as the file can tell ({@code assumed}); the same where the input alone decides it
     */
    public record Quote(BigDecimal from, BigDecimal to) {
        /** Whether the input alone decides it. */
        public boolean exact() {
            return from.compareTo(to) == 0;
        }
    }

    /**
     * Credits for one unit, without what comes on top.
     *
     * @param unit for people
     * @param from the least rate
     * @param to the highest
     */
    public record Rates(String unit, BigDecimal from, BigDecimal to) {}

    /** What one unit may cost. */
    Rates rates() {
        Range all = range(List.of());
        return new Rates(file.get("unit").textValue(), plain(all.from()), plain(all.to()));
    }

    /** The quote of a valid input. */
    public Quote quote(JsonNode input) {
        Range credits = rate(input).times(quantity(file.path("quantity"), input));
        for (JsonNode extra : file.path("extra")) {
            Range each = Range.exactly(extra.get("credits").decimalValue());
            credits = credits.plus(each.times(quantity(extra.get("quantity"), input)));
        }
        return new Quote(plain(credits.from()), plain(credits.to()));
    }

    /** The input with every default that decides the price, so that no default of the provider's is billed. */
    ObjectNode explicit(ObjectNode input) {
        ObjectNode explicit = input;
        for (String field : deciding()) {
            JsonNode standard = standard(field, input);
            if (standard != null && !input.has(field)) {
                explicit = explicit == input ? input.deepCopy() : explicit;
                explicit.set(field, standard);
            }
        }
        return explicit;
    }

    /** The file's own JSON. */
    public JsonNode json() {
        return file;
    }

    /** The fields that decide it. */
    public List<String> deciding() {
        Set<String> names = new LinkedHashSet<>();
        Stream.of("select", "quantity", "extra").forEach(part -> names(file.path(part), names));
        return List.copyOf(names);
    }

    private static void names(JsonNode part, Set<String> names) {
        Stream.of("field", "over", "when", "present", "characters")
                .filter(name -> part.path(name).isTextual())
                .forEach(name -> names.add(JsonPath.field(part.get(name).textValue())));
        part.path("items").forEach(name -> names.add(name.textValue()));
        part.path("defaultWhen").fieldNames().forEachRemaining(names::add);
        part.forEach(inner -> names(inner, names));
    }

    /** What the price takes for an absent field: its schema's default, or that of its term in the type of its schema. */
    private JsonNode standard(String field, JsonNode input) {
        JsonNode schema = fields.schemaOf(field);
        if (schema.has("default")) {
            return schema.get("default");
        }
        return file.findParents("default").stream()
                .filter(term -> field.equals(term.path("field").textValue()))
                .findFirst()
                .map(term -> Quantity.otherwise(term, input, fields))
                .map(number -> schema.path("type").asText().equals("string")
                        ? TextNode.valueOf(plain(number).toPlainString())
                        : (JsonNode) DecimalNode.valueOf(plain(number)))
                .orElse(null);
    }

    static Price read(JsonNode file, JsonNode input) {
        return file.isObject() ? new Price(file, new InputFields(input)) : null;
    }

    private Range quantity(JsonNode terms, JsonNode input) {
        return terms.isEmpty() ? Range.ONE : new Quantity(terms, fields).of(input);
    }

    /** The selected rate; where a part of the selection is not known, all that match. */
    private Range rate(JsonNode input) {
        List<String> selection = new ArrayList<>();
        file.path("select").forEach(selector -> selection.add(selected(selector, input)));
        Range matching = range(selection);
        return matching == null
                ? range(selection.stream().map(part -> (String) null).toList())
                : matching;
    }

    private String selected(JsonNode selector, JsonNode input) {
        if (selector.has("present")) {
            return String.valueOf(Quantity.given(input, selector.get("present").textValue()));
        }
        if (selector.has("when") && Quantity.given(input, selector.get("when").textValue())) {
            return selector.get("value").textValue();
        }
        JsonNode value = selector.has("field")
                ? fields.value(input, selector.get("field").textValue())
                : null;
        return value == null
                ? null
                : value.isNumber() ? plain(value.decimalValue()).toPlainString() : value.asText();
    }

    private Range range(List<String> selection) {
        List<BigDecimal> rates = file.get("rates").properties().stream()
                .filter(rate -> matches(rate.getKey().split("\\|", -1), selection))
                .map(rate -> rate.getValue().decimalValue())
                .toList();
        return rates.stream()
                .reduce(BigDecimal::min)
                .map(least ->
                        new Range(least, rates.stream().reduce(BigDecimal::max).get()))
                .orElse(null);
    }

    private static boolean matches(String[] key, List<String> selection) {
        for (int part = 0; part < selection.size(); part++) {
            String selected = selection.get(part);
            if (selected != null && (part >= key.length || !selected.equals(key[part]))) {
                return false;
            }
        }
        return true;
    }

    private static BigDecimal plain(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
