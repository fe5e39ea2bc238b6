package dev.gengate.generation.ledger;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.gengate.generation.Image;
import java.util.List;

/** Images as JSON text, as the ledger, the view and the event hold them: {@code [{"url":"…"}]}. */
final class ImagesJson {
    private ImagesJson() {}

    /** Null for none. */
    static String of(List<Image> images) {
        if (images.isEmpty()) {
            return null;
        }
        StringBuilder json = new StringBuilder("[");
        for (Image image : images) {
            json.append(json.length() > 1 ? "," : "").append("{\"url\":\"");
            JsonStringEncoder.getInstance().quoteAsString(image.url(), json);
            json.append("\"}");
        }
        return json.append("]").toString();
    }
}
