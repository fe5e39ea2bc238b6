package dev.gengate.provider.answer;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.gengate.generation.ResultKind;
import dev.gengate.models.Catalogue;
import dev.gengate.models.Model;
import dev.gengate.models.ResultShape;
import dev.gengate.models.ResultShape.ResultUrl;
import dev.gengate.models.input.JsonPath;
import dev.gengate.provider.answer.FoundResults.FoundResult;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Reads what was made from the text of resultJson, or of {@code response}, which newer answers repeat it in: where the
 * model's file says that it stands. Of a model without a file, or without anything there, it is wherever results have
 * been seen; then wherever it is, since the file may have changed or gone after the task was sent.
 */
@Singleton
public class ResultReader {
    /** Fields of results of any model, those that have ever shipped among them: the file of one that is known says more. */
    static final List<ResultUrl> SEEN = List.of(
            new ResultUrl("resultUrls[]", null, null),
            new ResultUrl("data[].audio_url", Model.Kind.AUDIO, null),
            new ResultUrl("data[].stream_audio_url", Model.Kind.AUDIO, "stream"),
            new ResultUrl("data[].image_url", Model.Kind.IMAGE, "cover"),
            new ResultUrl("firstFrameUrl[]", Model.Kind.IMAGE, "first-frame"),
            new ResultUrl("lastFrameUrl[]", Model.Kind.IMAGE, "last-frame"),
            new ResultUrl("resultWaterMarkUrls[]", null, "watermarked"),
            new ResultUrl("resultObject.mask_urls[]", Model.Kind.IMAGE, null),
            new ResultUrl("resultObject.layers_data[].url", Model.Kind.IMAGE, "layer"));

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
        boolean named = task.model() != null;
        FoundResults result = read(task.resultJson(), shape, named);
        if (result != null && !result.isEmpty()) {
            return result;
        }
        FoundResults response = read(task.response(), shape, named);
        return response == null || response.isEmpty() ? result : response;
    }

    private static FoundResults read(String json, Optional<ResultShape> shape, boolean named) {
        if (json == null || json.isBlank()) {
            return FoundResults.NONE;
        }
        try {
            JsonNode root = whole(json);
            return root.isNull() ? FoundResults.NONE : root.isObject() ? read(root, shape, named) : null;
        } catch (IOException unreadable) {
            return null;
        }
    }

    /** A URL or a list of them may come without the object around them. */
    private static JsonNode whole(String json) throws IOException {
        String text = json.strip();
        JsonNode root = ResultUrls.fetchable(text) ? TextNode.valueOf(text) : JSON.readTree(text);
        boolean urls = isUrl(root)
                || root.isArray()
                        && !root.isEmpty()
                        && StreamSupport.stream(root.spliterator(), false).allMatch(ResultReader::isUrl);
        return urls ? JSON.createObjectNode().set("resultUrls", root) : root;
    }

    private static boolean isUrl(JsonNode json) {
        return json.isTextual() && ResultUrls.fetchable(json.textValue());
    }

    private static FoundResults read(JsonNode root, Optional<ResultShape> shape, boolean named) {
        FoundResults found = shape.map(known -> ofShape(root, known)).orElse(FoundResults.NONE);
        FoundResults seen = whole(found) ? found : wherever(root, shape);
        if (!whole(seen) && named) {
            return anywhere(root, seen, shape.isPresent());
        }
        // what a model that is not named says may stand where only its file knows
        return whole(seen) || silent(root) ? seen : null;
    }

    private static boolean silent(JsonNode root) {
        return root.has("resultUrls") || !hasOtherFields(root);
    }

    private static boolean whole(FoundResults found) {
        return found.areAResult() || found.areTooLarge();
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

    /** Every URL that is not known to come beside a result; of a model without a file, else all that its answer says. */
    private static FoundResults anywhere(JsonNode root, FoundResults seen, boolean known) {
        ResultUrls urls = new ResultUrls();
        Set<String> beside = new HashSet<>();
        for (FoundResult url : seen.urls()) {
            urls.add(url.url(), url.kind(), url.role());
            beside.add(url.url());
        }
        texts(root).filter(text -> !beside.contains(text)).forEach(text -> urls.add(text, null, null));
        FoundResults any =
                new FoundResults(urls.found(), seen.data(), urls.leftOut(), seen.dataTooLarge(), seen.dataAlone());
        ResultData all = known || any.areAResult() || silent(root) ? ResultData.NONE : ResultData.of(root);
        return all == ResultData.NONE
                ? any
                : new FoundResults(any.urls(), all.json(), any.leftOut(), all.tooLarge(), true);
    }

    private static Stream<String> texts(JsonNode json) {
        return json.isTextual()
                ? Stream.of(json.textValue())
                : StreamSupport.stream(json.spliterator(), false).flatMap(ResultReader::texts);
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
