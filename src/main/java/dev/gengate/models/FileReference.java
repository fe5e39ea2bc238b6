package dev.gengate.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gengate.models.input.MediaRules;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A place of an input that names an uploaded file: {@code file:{id}}.
 *
 * @param pointer into the input
 * @param kind of medium that the model takes there, such as {@code image-or-video}
 * @param maxBytes that the model takes there
 */
public record FileReference(String pointer, UUID file, String kind, long maxBytes) {

    /** Everything of that kind that an input names. */
    public static List<FileReference> in(Model model, ObjectNode input) {
        return MediaRules.in(input, model.input()).stream()
                .filter(medium -> MediaRules.file(medium.url()).isPresent())
                .map(medium -> of(medium, MediaRules.file(medium.url()).get()))
                .toList();
    }

    private static FileReference of(MediaRules.Medium medium, UUID file) {
        JsonNode accepted = medium.accepted();
        long maxBytes = accepted.path("maxBytes").asLong(Long.MAX_VALUE);
        return new FileReference(medium.pointer(), file, accepted.path("kind").asText(""), maxBytes);
    }

    /** Why the model does not take such a file there. */
    public Optional<String> fault(String mediaType, long bytes) {
        String medium = mediaType.substring(0, mediaType.indexOf('/'));
        if (!kind.isEmpty() && !List.of(kind.split("-or-")).contains(medium)) {
            return Optional.of("takes " + kind.replace('-', ' ') + ", and this file is " + mediaType);
        }
        return bytes > maxBytes
                ? Optional.of("takes files of " + maxBytes + " bytes at most, and this one has " + bytes)
                : Optional.empty();
    }
}
