package dev.gengate.models;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gengate.models.input.AcceptedMedia;
import dev.gengate.models.input.MediaRules;
import java.util.List;
import java.util.UUID;

/**
 * A place of an input that names an uploaded file: {@code file:{id}}.
 *
 * @param pointer into the input
 * @param accepted what the model takes there
 */
public record FileReference(String pointer, UUID file, AcceptedMedia accepted) {

    /** Everything of that kind that an input names. */
    public static List<FileReference> in(Model model, ObjectNode input) {
        return MediaRules.in(input, model.input()).stream()
                .filter(medium -> MediaRules.file(medium.url()).isPresent())
                .map(medium -> new FileReference(
                        medium.pointer(), MediaRules.file(medium.url()).get(), medium.accepted()))
                .toList();
    }
}
