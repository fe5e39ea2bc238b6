package dev.gengate.proof.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;

/** Valid inputs with something of any kind in any place: JSON text, which need not be what a library would write. */
public final class FuzzedInputs {
    private static final String MARK = "mark-of-the-place";
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "0",
            "-1",
            "1.0",
            "1e400",
            "-1e-400",
            "1e999999999",
            "9223372036854775808",
            "123456789012345678901234567890123456789",
            "0.1000000000000000055511151231257827",
            "\"\"",
            "\" \"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"1e999999999\"",
            "\"generation:x/1\"",
            "\"asset://1\"",
            "\"generation:00000000-0000-0000-0000-000000000000/1\"",
            "\"http://[::1]/\"",
            "\"https://a.example\\\\@b/\"",
            "[]",
            "{}",
            "[[[[[[[[[[1]]]]]]]]]]",
            "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":1}}}}}}}}",
            "[" + "1,".repeat(3_000) + "1]",
            "\"" + "😀".repeat(20_001) + "\"",
            "{\"$ref\":\"#\"}",
            "[null]",
            "{\"\":1}");

    private FuzzedInputs() {}

    /** One to three places are changed. */
    public static String of(ObjectNode valid, Random random) {
        ObjectNode input = valid.deepCopy();
        int changes = 1 + random.nextInt(3);
        for (int change = 0; change < changes; change++) {
            change(input, random);
        }
        String text = input.toString();
        while (text.contains('"' + MARK + '"')) {
            String value = VALUES.get(random.nextInt(VALUES.size()));
            text = text.replaceFirst('"' + MARK + '"', Matcher.quoteReplacement(value));
        }
        return text;
    }

    private static void change(ObjectNode input, Random random) {
        List<JsonNode> containers = new ArrayList<>();
        containers(input, containers);
        JsonNode container = containers.get(random.nextInt(containers.size()));
        if (container instanceof ArrayNode array) {
            if (array.isEmpty() || random.nextInt(4) == 0) {
                array.add(MARK);
            } else {
                array.set(random.nextInt(array.size()), MARK);
            }
        } else {
            ObjectNode object = (ObjectNode) container;
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            String name = names.isEmpty() || random.nextInt(6) == 0
                    ? "f" + random.nextInt(100)
                    : names.get(random.nextInt(names.size()));
            if (random.nextInt(8) == 0) {
                object.remove(name);
            } else {
                object.put(name, MARK);
            }
        }
    }

    private static void containers(JsonNode node, List<JsonNode> containers) {
        if (node.isContainerNode()) {
            containers.add(node);
            node.forEach(child -> containers(child, containers));
        }
    }
}
