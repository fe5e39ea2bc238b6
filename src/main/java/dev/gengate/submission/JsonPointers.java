package dev.gengate.submission;

import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import java.util.List;

/** JSON pointers (RFC 6901) to fields at fault. */
final class JsonPointers {
    private static final int LONGEST_NAME = 100;

    private JsonPointers() {}

    static String child(String parent, String name) {
        String shown = name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) + "…" : name;
        return parent + "/" + shown.replace("~", "~0").replace("/", "~1");
    }

    static String of(List<Reference> path) {
        String pointer = "";
        for (Reference reference : path) {
            pointer = child(
                    pointer,
                    reference.getFieldName() == null ? String.valueOf(reference.getIndex()) : reference.getFieldName());
        }
        return pointer;
    }

    /** The gateway's own fields are named as the components of its records; a map's entry is named by its key. */
    static String of(Path path) {
        String pointer = "";
        for (Path.Node node : path) {
            if (node.getKind() == ElementKind.PROPERTY) {
                pointer = child(pointer, node.getName());
            } else if (node.getKey() != null) {
                pointer = child(pointer, String.valueOf(node.getKey()));
            }
        }
        return pointer;
    }
}
