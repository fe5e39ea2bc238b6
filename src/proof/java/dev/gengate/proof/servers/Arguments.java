package dev.gengate.proof.servers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.gengate.proof.gateway.Json;
import dev.gengate.proof.simulator.SimulatorSettings;
import java.util.LinkedHashMap;
import java.util.Map;

/** Command-line arguments of the form {@code --rate-limit 20 --fast true}. */
public record Arguments(Map<String, String> values) {

    public static Arguments of(String[] arguments) {
        Map<String, String> values = new LinkedHashMap<>();
        for (int index = 0; index + 1 < arguments.length; index += 2) {
            if (!arguments[index].startsWith("--")) {
                throw new IllegalArgumentException("not an option: " + arguments[index]);
            }
            values.put(arguments[index].substring(2), arguments[index + 1]);
        }
        return new Arguments(values);
    }

    public String text(String name, String fallback) {
        return values.getOrDefault(name, fallback);
    }

    public int number(String name, int fallback) {
        return values.containsKey(name) ? Integer.parseInt(values.get(name)) : fallback;
    }

    /** The settings with every option but {@code port} laid over them; {@code --rate-limit} is {@code rateLimit}. */
    public SimulatorSettings over(SimulatorSettings settings) {
        ObjectNode changes = Json.object();
        values.forEach((name, value) -> changes.set(camelCase(name), value(value)));
        changes.remove("port");
        return settings.with(changes);
    }

    private static JsonNode value(String text) {
        boolean literal = text.matches("-?\\d+(\\.\\d+)?|true|false|null");
        return literal ? Json.read(text) : TextNode.valueOf(text);
    }

    private static String camelCase(String name) {
        StringBuilder camel = new StringBuilder();
        for (String part : name.split("-")) {
            camel.append(
                    camel.isEmpty()
                            ? part.substring(0, 1)
                            : part.substring(0, 1).toUpperCase(java.util.Locale.ROOT));
            camel.append(part.substring(1));
        }
        return camel.toString();
    }
}
