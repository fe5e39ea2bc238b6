package dev.gengate.models.input;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a model takes where an input has a user's URL: its {@code x-media}.
 *
 * @param kind of medium, such as {@code image-or-video}; empty for any
 * @param types media types; empty for all of that kind
 * @param maxBytes of the file
 */
public record AcceptedMedia(String kind, List<String> types, long maxBytes) {
    public static final AcceptedMedia ANY = new AcceptedMedia("", List.of(), Long.MAX_VALUE);

    private static final Set<String> KINDS = Set.of("image", "video", "audio");
    /** Other names of types, by the one that a file is kept under. */
    private static final Map<String, List<String>> ALSO = Map.of(
            "image/jpeg", List.of("image/jpg"),
            "image/heic", List.of("image/heif"),
            "audio/mpeg", List.of("audio/mp3"),
            "audio/mp4", List.of("audio/m4a", "audio/x-m4a"),
            "audio/wav", List.of("audio/x-wav", "audio/wave"));

    static AcceptedMedia of(JsonNode media) {
        List<String> types = new ArrayList<>();
        media.path("accept").forEach(type -> types.add(type.asText()));
        return new AcceptedMedia(
                media.path("kind").asText(""), types, media.path("maxBytes").asLong(Long.MAX_VALUE));
    }

    /** Whether the model takes something of that kind; nobody knows it of what is no image, video or audio. */
    public boolean takesKind(String other) {
        return kind.isEmpty()
                || !KINDS.contains(other)
                || List.of(kind.split("-or-")).contains(other);
    }

    /** Whether an upload may be of that kind: only media can be uploaded. */
    boolean uploadable() {
        return KINDS.stream().anyMatch(this::takesKind);
    }

    /** Why the model does not take such a file. */
    public Optional<String> fault(String mediaType, long bytes) {
        if (!takesKind(mediaType.split("/", 2)[0])) {
            return Optional.of("takes " + kind.replace('-', ' ') + ", and this file is " + mediaType);
        }
        List<String> also = ALSO.getOrDefault(mediaType, List.of());
        if (!types.isEmpty() && !types.contains(mediaType) && Collections.disjoint(types, also)) {
            return Optional.of("takes " + String.join(", ", types) + ", and this file is " + mediaType);
        }
        return bytes > maxBytes
                ? Optional.of("takes files of " + maxBytes + " bytes at most, and this one has " + bytes)
                : Optional.empty();
    }
}
