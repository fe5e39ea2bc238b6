package dev.gengate.proof.models;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gengate.models.FilePrice;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The table of docs/models.md, made from the files. */
public final class ModelTable {
    private static final String HEAD =
            """
            | model | kind | served by default | price in credits | sure |
            |---|---|---|---|---|
            """;

    private ModelTable() {}

    /** A row for each model that is not retired, by name. */
    public static String of(Path directory) {
        return ModelFiles.files(directory).values().stream()
                .map(ModelFiles::read)
                .filter(file -> !file.get("status").textValue().equals("retired"))
                .map(ModelTable::row)
                .collect(Collectors.joining("", HEAD, ""));
    }

    private static String row(JsonNode file) {
        return "| `" + file.get("model").textValue() + "` | " + file.get("kind").textValue() + " | "
                + (FilePrice.servedByDefault(file) ? "yes" : "") + " | " + price(file.get("price")) + " | "
                + file.path("price").path("confidence").asText("") + " |\n";
    }

    private static String price(JsonNode price) {
        if (price.isNull()) {
            return "not known";
        }
        String by = texts(price.get("select"));
        return rates(price) + " per " + price.get("unit").textValue() + (by.isEmpty() ? "" : " by " + by)
                + StreamSupport.stream(price.get("extra").spliterator(), false)
                        .map(extra -> ", and " + plain(extra.get("credits").decimalValue()) + " per "
                                + extra.get("per").textValue())
                        .collect(Collectors.joining());
    }

    private static String rates(JsonNode price) {
        BigDecimal least = numbers(price).reduce(BigDecimal::min).orElseThrow();
        BigDecimal most = numbers(price).reduce(BigDecimal::max).orElseThrow();
        return least.compareTo(most) == 0 ? plain(least) : plain(least) + " – " + plain(most);
    }

    private static Stream<BigDecimal> numbers(JsonNode price) {
        return price.get("rates").properties().stream().map(Map.Entry::getValue).map(JsonNode::decimalValue);
    }

    private static String texts(JsonNode select) {
        return StreamSupport.stream(select.spliterator(), false)
                .map(selector -> selector.has("present")
                        ? "whether there are " + selector.get("present").textValue()
                        : selector.path("field").asText(selector.path("unknown").asText()))
                .collect(Collectors.joining(", "));
    }

    private static String plain(BigDecimal number) {
        return number.stripTrailingZeros().toPlainString();
    }
}
