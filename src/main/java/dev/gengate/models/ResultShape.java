package dev.gengate.models;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gengate.models.input.JsonPath;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a model's results stand in {@code resultJson}.
 *
 * @param urls in the order in which they are told; one without a role is a result, one with a role comes beside it
 * @param data the path of what the model answers as JSON; null if it answers with media alone
 * @param count how many results there are, a number or words for people; null where the file does not say
 */
public record ResultShape(List<ResultUrl> urls, String data, JsonNode count) {
    /**
     * @param at a path, see {@link JsonPath}
     * @param kind image, video or audio
     * @param role what it is beside the results: {@code first-frame}, {@code layer}, …; null for a result itself
     */
    public record ResultUrl(String at, Model.Kind kind, String role) {}

    /** Whether a success without any result URL is one. */
    public boolean dataAlone() {
        return urls.stream().allMatch(url -> url.role() != null);
    }

    static ResultShape read(JsonNode file) {
        List<ResultUrl> urls = new ArrayList<>();
        for (JsonNode url : file.path("urls")) {
            String role = url.path("role").textValue();
            urls.add(new ResultUrl(
                    url.get("at").textValue(), Model.Kind.of(url.get("kind").textValue()), role));
        }
        return new ResultShape(List.copyOf(urls), file.path("data").textValue(), file.get("count"));
    }
}
