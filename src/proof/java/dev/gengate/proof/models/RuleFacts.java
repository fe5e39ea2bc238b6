package dev.gengate.proof.models;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What a schema cannot say: checked where it is about numbers and lengths, told otherwise. */
final class RuleFacts {
    private static final String ELEMENTS = "every @element in a prompt must exist in kling_elements";

    private RuleFacts() {}

    /** Where there are two prompts, only the one that is used is looked at. */
    static List<ObjectNode> rules(String text) {
        return ELEMENTS.equals(text)
                ? List.of(elements(false, "prompt"), elements(true, "multi_prompt[].prompt"))
                : List.of(rule(text));
    }

    private static ObjectNode elements(boolean shots, String prompt) {
        ObjectNode rule = JsonNodeFactory.instance.objectNode().put("text", ELEMENTS);
        when(rule, "multi_shots", shots)
                .putObject("mentions")
                .put("of", "kling_elements[].name")
                .putArray("in")
                .add(prompt);
        return rule;
    }

    private static ObjectNode rule(String text) {
        ObjectNode rule = JsonNodeFactory.instance.objectNode().put("text", text);
        switch (text) {
            case "color_palette only when enable_sequential is false" ->
                rule.putObject("onlyUnless").put("field", "color_palette").put("true", "enable_sequential");
            case "bbox_list length must equal input_urls length" ->
                rule.putArray("sameLength").add("bbox_list").add("input_urls");
            case "reference_image + reference_video at most 5 together" ->
                atMost(rule, 5, "reference_image[]", "reference_video[]");
            case "sum of all dialogue[].text lengths at most 5000" ->
                rule.putObject("charactersAtMost").put("of", "dialogue[].text").put("limit", 5000);
            case "multi_prompt durations must add up to duration" ->
                when(rule, "multi_shots", true)
                        .putObject("sum")
                        .put("of", "multi_prompt[].duration")
                        .put("equals", "duration");
            case "prompt used only when multi_shots is false; multi_prompt (still listed as required) only when true" ->
                when(rule, "multi_shots", true).putArray("needsOne").add("multi_prompt");
            case "element: 2-4 images or 1 video; element audio 5-30 s; end_time - start_time 3000..8000 ms" ->
                difference(rule, "kling_elements[].end_time", "kling_elements[].start_time", 3000, 8000);
            case "custom_mode true needs style and title; lyrics or prompt unless instrumental" ->
                when(when(rule, "custom_mode", true), "instrumental", false)
                        .putArray("needsOne")
                        .add("lyrics")
                        .add("prompt");
            case "image slots: 7 in all; one character_id takes 1; a video takes 2, so then at most 3 character_ids" ->
                atMost(rule, 7, "image_urls[]", "video_list[]", "video_list[]");
            case "vocal_end_s > vocal_start_s" -> difference(rule, "vocal_end_s", "vocal_start_s", null, null);
            case "vocal_end - vocal_start within 10..30 s" -> difference(rule, "vocal_end", "vocal_start", 10, 30);
            case "video_list[].ends > start, at most 10 s apart, source at most 30 s" ->
                difference(rule, "video_list[].ends", "video_list[].start", null, 10);
            default -> {
                if (text.contains("frames + references at most 9")) {
                    atMost(rule, 9, "first_frame_url", "last_frame_url", "reference_image_urls[]");
                }
            }
        }
        return rule;
    }

    private static ObjectNode when(ObjectNode rule, String field, boolean value) {
        rule.withObject("/when").put(field, value);
        return rule;
    }

    private static void atMost(ObjectNode rule, int limit, String... paths) {
        ObjectNode check = rule.putObject("itemsAtMost").put("limit", limit);
        for (String path : paths) {
            check.withArray("of").add(path);
        }
    }

    private static void difference(ObjectNode rule, String end, String start, Integer least, Integer most) {
        ObjectNode check = rule.putObject("difference").put("of", end).put("less", start);
        if (least != null) {
            check.put("least", least);
        }
        if (most != null) {
            check.put("most", most);
        }
    }
}
