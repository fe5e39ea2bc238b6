package dev.gengate.models.input;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where an input has a user's URL, which is passed on and never fetched, or an earlier result or a file in its place. */
public final class MediaRules {
    /** An earlier result of the same caller: {@code generation:{id}/{n}}; a generation has 100 at most. */
    public static final Pattern REFERENCE =
            Pattern.compile("generation:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/([1-9]\\d?|100)");

    /** An uploaded file of the same caller: {@code file:{id}}. */
    private static final Pattern FILE = Pattern.compile("file:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})");

    /** The id alone names an earlier task. */
    private static final Pattern TASK = Pattern.compile("\"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\"");

    private static final int LONGEST_URL = 2_048;

    private static final String URL = "must be an http or https URL with a public host name and without credentials";
    private static final String TEXT = URL + ", generation:{id}/{n} or file:{id}";
    private static final String WITHOUT_FILE = URL + ", or generation:{id}/{n}";

    private static final Pattern PUBLIC_NAME =
            Pattern.compile("(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?");
    private static final List<String> PRIVATE = List.of(
            ".local", ".localhost", ".internal", ".lan", ".home", ".intranet", ".private", ".corp", ".arpa", ".onion");

    private MediaRules() {}

    /** Whether a text of JSON has one of them in it, or what may be the id of a generation, wherever it stands. */
    public static boolean named(String json) {
        return REFERENCE.matcher(json).find()
                || FILE.matcher(json).find()
                || TASK.matcher(json).find();
    }

    /** A place that holds one. @param accepted what the model takes there */
    public record Medium(String pointer, String url, AcceptedMedia accepted) {}

    /** The uploaded file that stands in a URL's place. */
    public static Optional<UUID> file(String url) {
        Matcher file = FILE.matcher(url);
        return file.matches() ? Optional.of(UUID.fromString(file.group(1))) : Optional.empty();
    }

    /** All of them, in an input of that schema. */
    public static List<Medium> in(ObjectNode input, JsonNode schema) {
        List<Medium> media = new ArrayList<>();
        collect(input, schema, "", media);
        return media;
    }

    private static void collect(JsonNode value, JsonNode schema, String pointer, List<Medium> media) {
        if (value.isObject()) {
            InputFields fields = new InputFields(schema);
            for (Map.Entry<String, JsonNode> field : value.properties()) {
                collect(
                        field.getValue(),
                        fields.schemaOf(field.getKey()),
                        InputError.child(pointer, field.getKey()),
                        media);
            }
        } else if (value.isArray()) {
            for (int index = 0; index < value.size(); index++) {
                collect(value.get(index), schema.path("items"), pointer + "/" + index, media);
            }
        } else if (schema.has("x-media") && value.isTextual()) {
            media.add(new Medium(pointer, value.textValue(), AcceptedMedia.of(schema.get("x-media"))));
        }
    }

    public static List<InputError> broken(ObjectNode input, JsonNode schema) {
        return in(input, schema).stream()
                .filter(medium -> !allowed(medium))
                .map(medium ->
                        new InputError(medium.pointer(), medium.accepted().uploadable() ? TEXT : WITHOUT_FILE))
                .toList();
    }

    private static boolean allowed(Medium medium) {
        String url = medium.url();
        return REFERENCE.matcher(url).matches()
                || file(url).isPresent() && medium.accepted().uploadable()
                || url.length() <= LONGEST_URL && publicUrl(url);
    }

    private static boolean publicUrl(String text) {
        try {
            URI url = new URI(text);
            String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
            return (scheme.equals("http") || scheme.equals("https"))
                    && url.getRawUserInfo() == null
                    && url.getHost() != null
                    && publicName(url.getHost().toLowerCase(Locale.ROOT));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static boolean publicName(String host) {
        return PUBLIC_NAME.matcher(host).matches() && PRIVATE.stream().noneMatch(host::endsWith);
    }
}
