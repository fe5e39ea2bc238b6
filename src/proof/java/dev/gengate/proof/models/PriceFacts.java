package dev.gengate.proof.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;

/** A price as a function of the input, from a price list's words. */
final class PriceFacts {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final String model;
    private final JsonNode facts;
    private final ObjectNode input;

    private PriceFacts(ObjectNode facts, ObjectNode input) {
        this.model = facts.get("model").textValue();
        this.facts = facts.get("price");
        this.input = input;
    }

    static ObjectNode price(ObjectNode facts, ObjectNode input) {
        return new PriceFacts(facts, input).price();
    }

    private ObjectNode price() {
        ObjectNode price = NODES.objectNode();
        price.set("unit", facts.get("unit"));
        ArrayNode select = price.putArray("select");
        if (tokens()) {
            price.putObject("rates").put("", 2800);
        } else {
            facts.get("select").forEach(words -> select.add(selector(words.textValue())));
            ObjectNode rates = price.putObject("rates");
            facts.get("rates")
                    .properties()
                    .forEach(rate -> rates.set(rate.getKey().replace('>', '|'), rate.getValue()));
        }
        price.set("quantity", quantity());
        price.set("extra", extra());
        price.set("note", facts.has("note") ? facts.get("note") : NODES.nullNode());
        price.set("asOf", facts.get("asOf"));
        price.set("confidence", facts.get("confidence"));
        return price;
    }

    private boolean tokens() {
        return facts.get("unit").textValue().equals("1000000 tokens");
    }

    private ObjectNode selector(String words) {
        if (property(words) != null) {
            return NODES.objectNode().put("field", words);
        }
        if (words.startsWith("has ")) {
            return NODES.objectNode().put("present", words.substring(4));
        }
        if (words.startsWith("duration, or \"video\"")) {
            ObjectNode duration = NODES.objectNode().put("field", "duration");
            return duration.put("when", "video_list").put("value", "video");
        }
        return NODES.objectNode().put("unknown", words);
    }

    private ArrayNode quantity() {
        ArrayNode terms = NODES.arrayNode();
        String words = facts.path("quantity").asText("");
        if (tokens()) {
            terms.add(assumed("millions of audio tokens", "0.00003", "0.0164"));
        } else if (facts.get("unit").textValue().equals("megapixel")) {
            ObjectNode pixels = assumed("megapixels of one image", "0.25", model.contains("image-to-") ? "4" : "1.05");
            terms.add(
                    words.isEmpty()
                            ? pixels
                            : field("num_images").put("default", 1).set("times", pixels));
        } else if (words.startsWith("n (absent")) {
            ObjectNode number = field("n").put("default", 4);
            number.putObject("defaultWhen").put("enable_sequential", 12);
            terms.add(number);
        } else if (words.startsWith("num_frames")) {
            terms.add(field("num_frames").put("over", "frames_per_second"));
        } else if (words.contains("len(")) {
            String path = words.contains("dialogue") ? "dialogue[].text" : "text";
            terms.add(characters(path).put("per", 1000));
        } else if (words.equals("num_images")) {
            terms.add(field("num_images").put("default", 1));
        } else if (words.startsWith("duration") && property("duration") != null) {
            terms.add(duration());
            reference(words, terms);
        } else if (!words.isEmpty()) {
            terms.add(length());
        }
        return terms;
    }

    /** How long the foreign audio or video may be: no page of the provider says it. */
    private ObjectNode length() {
        boolean shortOnes = model.contains("motion-control") || model.contains("animate");
        return assumed("seconds of the input", "1", shortOnes ? "30" : "300");
    }

    private ObjectNode duration() {
        JsonNode schema = property("duration");
        ObjectNode term = field("duration");
        if (schema.has("anyOf")) {
            JsonNode range = schema.get("anyOf").get(1);
            term.set(
                    "unknownAt",
                    at(-1, range.get("minimum").intValue(), range.get("maximum").intValue()));
        } else if (schema.path("minimum").asInt(1) == 0) {
            term.set("unknownAt", at(0, 2, schema.get("maximum").intValue()).put("assumed", true));
        }
        return term;
    }

    private static ObjectNode at(int value, int from, int to) {
        return NODES.objectNode().put("value", value).put("from", from).put("to", to);
    }

    private void reference(String words, ArrayNode terms) {
        if (words.contains("reference video") && property("reference_video_urls") != null) {
            String what = "seconds of the reference videos";
            ObjectNode seconds = model.startsWith("wan/")
                    ? assumed(what, "2", "15")
                    : told(what, "2", model.endsWith("2-5") ? "30" : "15");
            terms.add(seconds.put("when", "reference_video_urls"));
        }
    }

    private ArrayNode extra() {
        ArrayNode extra = NODES.arrayNode();
        for (JsonNode fact : facts.path("extra")) {
            ObjectNode one = extra.addObject();
            one.set("per", fact.get("per"));
            one.set("credits", fact.get("credits"));
            ObjectNode items = one.putArray("quantity").addObject();
            images().forEach(items.putArray("items")::add);
            if (fact.get("per").textValue().contains("after the first")) {
                items.put("after", 1);
            }
        }
        if (tokens()) {
            ObjectNode one = extra.addObject();
            one.put("per", "character of the input, a token at most");
            one.put("credits", new BigDecimal("0.00014"));
            ArrayNode terms = one.putArray("quantity");
            List.of("dialogue_turns[].text", "scene", "sample_context").forEach(path -> terms.add(characters(path)));
        }
        return extra;
    }

    private List<String> images() {
        return List.of("image_urls", "reference_image_urls", "first_frame_url", "last_frame_url").stream()
                .filter(name -> property(name) != null)
                .toList();
    }

    private static ObjectNode field(String name) {
        return NODES.objectNode().put("field", name);
    }

    private static ObjectNode characters(String path) {
        return NODES.objectNode().put("characters", path);
    }

    /** Where no page of the provider bounds it. */
    private static ObjectNode assumed(String what, String from, String to) {
        return told(what, from, to).put("assumed", true);
    }

    /** Where a page of the provider bounds it. */
    private static ObjectNode told(String what, String from, String to) {
        return NODES.objectNode()
                .put("unknown", what)
                .put("from", new BigDecimal(from))
                .put("to", new BigDecimal(to));
    }

    /** The schema of a field, of a branch too; or null. */
    private JsonNode property(String name) {
        JsonNode own = input.path("properties").get(name);
        if (own != null) {
            return own;
        }
        for (JsonNode branch : input.path("oneOf")) {
            JsonNode property = branch.path("properties").get(name);
            if (property != null) {
                return property;
            }
        }
        return null;
    }
}
