package dev.gengate.generation.ledger;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.gengate.generation.Result;
import dev.gengate.generation.ResultKind;
import java.time.Instant;
import java.util.List;

/**
 * Results as JSON text, as the ledger, the view and the event hold them: {@code [{"kind":"image","expiresAt":"…",
 * "url":"…"}]}. They are in the column {@code images}, a list of {@code {"url"}} in rows of releases that knew images
 * only, and still a list for replicas of those.
 */
final class ResultsJson {
    private static final String OF_BEFORE = "{\"url\":\"";

    private ResultsJson() {}

    /** Null for none. */
    static String of(List<Result> results) {
        if (results.isEmpty()) {
            return null;
        }
        StringBuilder json = new StringBuilder("[");
        for (Result result : results) {
            json.append(json.length() > 1 ? "," : "").append(head(result.kind()));
            if (result.role() != null) {
                json.append("\"role\":\"").append(result.role()).append("\",");
            }
            json.append(expiry(result.expiresAt())).append("\"url\":\"");
            JsonStringEncoder.getInstance().quoteAsString(result.url(), json);
            json.append("\"}");
        }
        return json.append("]").toString();
    }

    /** The stored text, in the form of today. No URL has a quote that is not escaped, so nothing in it is replaced. */
    static String stored(String text, Instant completedAt) {
        if (text == null || completedAt == null || !text.startsWith(OF_BEFORE, 1)) {
            return text;
        }
        Instant expiresAt = completedAt.plus(Result.KEPT);
        return text.replace(OF_BEFORE, head(ResultKind.IMAGE) + expiry(expiresAt) + "\"url\":\"");
    }

    private static String head(ResultKind kind) {
        return "{\"kind\":\"" + kind.wireName() + "\",";
    }

    private static String expiry(Instant expiresAt) {
        return "\"expiresAt\":\"" + expiresAt + "\",";
    }
}
