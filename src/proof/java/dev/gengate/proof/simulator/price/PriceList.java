package dev.gengate.proof.simulator.price;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What the provider charges, by its own reading of the prices in a model's file ({@code docs/models.md}): the least where
 * the input alone does not decide it. The gateway reads them otherwise; where one of both is wrong, the books differ.
 */
public final class PriceList {
    private final JsonNode price;
    private final PricedInput fields;

    public PriceList(JsonNode file) {
        this.price = file.path("price");
        this.fields = new PricedInput(file.path("input"));
    }

    /** Whether there is a price at all. */
    public boolean known() {
        return price.isObject();
    }

    /** The price of a valid input. */
    public BigDecimal credits(JsonNode input) {
        BigDecimal credits = rate(input).multiply(fields.units(price.path("quantity"), input));
        for (JsonNode extra : price.path("extra")) {
            BigDecimal each = extra.get("credits").decimalValue();
            credits = credits.add(each.multiply(fields.units(extra.get("quantity"), input)));
        }
        return credits;
    }

    private BigDecimal rate(JsonNode input) {
        List<Optional<String>> wanted = new ArrayList<>();
        price.path("select").forEach(part -> wanted.add(wanted(part, input)));
        return cheapest(rate -> fits(rate.split("\\|", -1), wanted))
                .or(() -> cheapest(rate -> true))
                .orElseThrow();
    }

    private Optional<BigDecimal> cheapest(Predicate<String> which) {
        return price.get("rates").properties().stream()
                .filter(rate -> which.test(rate.getKey()))
                .map(rate -> rate.getValue().decimalValue())
                .min(BigDecimal::compareTo);
    }

    private static boolean fits(String[] rate, List<Optional<String>> wanted) {
        for (int place = 0; place < wanted.size(); place++) {
            String part = place < rate.length ? rate[place] : null;
            if (!wanted.get(place).map(text -> text.equals(part)).orElse(true)) {
                return false;
            }
        }
        return true;
    }

    /** That part of the rate's key; empty if nobody knows it before. */
    private Optional<String> wanted(JsonNode part, JsonNode input) {
        if (part.has("present")) {
            return Optional.of(
                    String.valueOf(PricedInput.given(input, part.get("present").asText())));
        }
        if (part.has("when") && PricedInput.given(input, part.get("when").asText())) {
            return Optional.of(part.get("value").asText());
        }
        return fields.value(input, part.path("field").asText()).map(PriceList::text);
    }

    private static String text(JsonNode value) {
        return value.isNumber() ? value.decimalValue().stripTrailingZeros().toPlainString() : value.asText();
    }
}
