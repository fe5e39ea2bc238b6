package dev.gengate.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gengate.models.input.MediaRules;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A place of an input that names an uploaded file: {@code file:{id}}.
 *
 * @param pointer into the input
 * @param kind of medium that the model takes there, such as {@code image-or-video}
 * @param accept media types that the model takes there; empty for all of that kind
 * @param maxBytes that the model takes there
 */
public record FileReference(String pointer, UUID file, String kind, List<String> accept, long maxBytes) {
    /** Other names of types, by the one that a file is kept under. */
    private static final Map<String, List<String>> ALSO = Map.of(
            "image/jpeg", List.of("image/jpg"),
            "image/heic", List.of("image/heif"),
            "audio/mpeg", List.of("audio/mp3"),
            "audio/mp4", List.of("audio/m4a", "audio/x-m4a"),
            "audio/wav", List.of("audio/x-wav", "audio/wave"));

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
        List<String> accept = new ArrayList<>();
        accepted.path("accept").forEach(type -> accept.add(type.asText()));
        return new FileReference(medium.pointer(), file, accepted.path("kind").asText(""), accept, maxBytes);
    }

    /** Why the model does not take such a file there. */
    public Optional<String> fault(String mediaType, long bytes) {
        String medium = mediaType.substring(0, mediaType.indexOf('/'));
        if (!kind.isEmpty() && !List.of(kind.split("-or-")).contains(medium)) {
            return Optional.of("takes " + kind.replace('-', ' ') + ", and this file is " + mediaType);
        }
        List<String> also = ALSO.getOrDefault(mediaType, List.of());
        if (!accept.isEmpty() && !accept.contains(mediaType) && Collections.disjoint(accept, also)) {
            return Optional.of("takes " + String.join(", ", accept) + ", and this file is " + mediaType);
        }
        return bytes > maxBytes
                ? Optional.of("takes files of " + maxBytes + " bytes at most, and this one has " + bytes)
                : Optional.empty();
    }
}
