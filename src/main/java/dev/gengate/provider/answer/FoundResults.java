package dev.gengate.provider.answer;

import dev.gengate.generation.Result;
import dev.gengate.generation.ResultKind;
import java.time.Instant;
import java.util.List;

/**
 * What a report says was made, as long as an event has room for it.
 *
 * @param urls in the provider's order
 * @param data JSON text; null if there are none, or too large ones
 * @param leftOut valid URLs for which there is no room
 * @param dataTooLarge whether there are data for which there is no room
 * @param dataAlone whether data are a result without any URL
 */
record FoundResults(List<FoundResult> urls, String data, int leftOut, boolean dataTooLarge, boolean dataAlone) {
    static final FoundResults NONE = new FoundResults(List.of(), null, 0, false, false);

    boolean isEmpty() {
        return urls.isEmpty() && data == null && leftOut == 0 && !dataTooLarge;
    }

    /** Whether the model's result is here, and not only what comes beside it. */
    boolean areAResult() {
        return urls.stream().anyMatch(FoundResult::askedFor) || dataAlone && data != null;
    }

    /** Whether the only result has no room. */
    boolean areTooLarge() {
        return dataAlone && dataTooLarge;
    }

    /** What was asked for first, then what comes with it. */
    List<Result> results(Instant expiresAt) {
        return urls.stream()
                .sorted((a, b) -> Boolean.compare(b.askedFor(), a.askedFor()))
                .map(url -> url.result(expiresAt))
                .toList();
    }

    /** Never shows a URL or the data. */
    @Override
    public String toString() {
        return "FoundResults[" + urls.size() + "]";
    }

    /**
     * A URL of a result, as it was found.
     *
     * @param role null for what was asked for
     */
    record FoundResult(String url, ResultKind kind, String role) {

        Result result(Instant expiresAt) {
            return new Result(kind, role, expiresAt, url);
        }

        boolean askedFor() {
            return role == null;
        }

        /** Never shows the URL. */
        @Override
        public String toString() {
            return "FoundResult[" + kind + " " + role + "]";
        }
    }
}
