package dev.gengate.provider.answer;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gengate.generation.ResultKind;
import dev.gengate.models.Catalogue;
import dev.gengate.models.Model;
import dev.gengate.models.ResultShape;
import dev.gengate.models.ResultShape.ResultUrl;
import dev.gengate.models.input.JsonPath;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads what was made from the text of resultJson, or of {@code response}, which newer answers repeat it in: where the
 * model's file says that it stands. Of a model without a file, or without anything there, it is wherever results have
 * been seen.
 */
@Singleton
public class ResultReader {
    /** Fields of results of any model: the file of one that is known says more. */
    private static final List<ResultUrl> SEEN = List.of(
            new ResultUrl("resultUrls[]", null, null),
            new ResultUrl("data[].audio_url", Model.Kind.AUDIO, null),
            new ResultUrl("data[].stream_audio_url", Model.Kind.AUDIO, "stream"),
            new ResultUrl("data[].image_url", Model.Kind.IMAGE, "cover"),
            new ResultUrl("firstFrameUrl[]", Model.Kind.IMAGE, "first-frame"),
            new ResultUrl("lastFrameUrl[]", Model.Kind.IMAGE, "last-frame"),
            new ResultUrl("resultWaterMarkUrls[]", null, "watermarked"));

    private static final List<String> SEEN_DATA = List.of("resultObject", "data");

    private static final JsonMapper JSON = JsonMapper.builder(ProviderJson.FACTORY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Function<String, Optional<ResultShape>> shapes;

    @Inject
    ResultReader(Catalogue catalogue) {
        this(model -> catalogue.find(model).map(Model::result));
    }

    ResultReader(Function<String, Optional<ResultShape>> shapes) {
        this.shapes = shapes;
    }

    /** What was found; empty without a result; null if the result cannot be read. */
    FoundResults read(TaskDetails task) {
        Optional<ResultShape> shape = Optional.ofNullable(task.model()).flatMap(shapes);
        FoundResults result = read(task.resultJson(), shape);
        if (result != null && !result.isEmpty()) {
            return result;
        }
        FoundResults response = read(task.response(), shape);
        return response == null || response.isEmpty() ? result : response;
    }

    private static FoundResults read(String json, Optional<ResultShape> shape) {
        if (json == null || json.isBlank()) {
            return FoundResults.NONE;
        }
        try {
            JsonNode root = JSON.readTree(json);
            return root.isNull() ? FoundResults.NONE : root.isObject() ? read(root, shape) : null;
        } catch (IOException unreadable) {
            return null;
        }
    }

    private static FoundResults read(JsonNode root, Optional<ResultShape> shape) {
        FoundResults found = shape.map(known -> ofShape(root, known)).orElse(FoundResults.NONE);
        return found.areAResult() || found.areTooLarge() ? found : wherever(root, shape);
    }

    private static FoundResults ofShape(JsonNode root, ResultShape shape) {
        JsonNode data = shape.data() == null
                ? null
                : JsonPath.all(root, shape.data()).stream().findFirst().orElse(null);
        return found(root, shape.urls(), ResultData.of(data), shape.dataAlone());
    }

    private static FoundResults wherever(JsonNode root, Optional<ResultShape> shape) {
        ResultData data = SEEN_DATA.stream()
                .map(field -> ResultData.of(root.get(field)))
                .filter(any -> any != ResultData.NONE)
                .findFirst()
                .orElse(ResultData.NONE);
        boolean dataAlone = shape.map(ResultShape::dataAlone).orElse(true);
        boolean unnamed = data == ResultData.NONE && shape.isPresent() && dataAlone && hasOtherFields(root);
        return found(root, SEEN, unnamed ? ResultData.of(root) : data, dataAlone);
    }

    /** A model that answers with data may do so in a field that its page does not show. */
    private static boolean hasOtherFields(JsonNode root) {
        return root.properties().stream()
                .filter(field -> ResultData.of(field.getValue()) != ResultData.NONE)
                .anyMatch(field -> SEEN.stream()
                        .noneMatch(url -> url.at().split("[\\[.]")[0].equals(field.getKey())));
    }

    private static FoundResults found(JsonNode root, List<ResultUrl> places, ResultData data, boolean dataAlone) {
        ResultUrls urls = new ResultUrls();
        for (ResultUrl place : places) {
            ResultKind kind = place.kind() == null
                    ? null
                    : ResultKind.valueOf(place.kind().name());
            JsonPath.all(root, place.at()).stream()
                    .filter(JsonNode::isTextual)
                    .forEach(url -> urls.add(url.textValue(), kind, place.role()));
        }
        return new FoundResults(urls.found(), data.json(), urls.leftOut(), data.tooLarge(), dataAlone);
    }
}
