package dev.gengate.provider;

import dev.gengate.generation.Result;
import dev.gengate.generation.ResultKind;
import java.time.Instant;
import java.util.List;

/**
 * What a report says was made.
 *
 * @param urls those that an event has room for, in the provider's order
 * @param data JSON text; null if there are none, or more than an event may hold
 * @param leftOut valid URLs for which an event has no room
 * @param dataTooLarge whether there are more data than an event may hold
 * @param unnamed whether the data are all that is there, in fields that are known of no model
 */
record FoundResults(List<FoundResult> urls, String data, int leftOut, boolean dataTooLarge, boolean unnamed) {
    static final FoundResults NONE = new FoundResults(List.of(), null, 0, false, false);

    boolean isEmpty() {
        return urls.isEmpty() && data == null && !dataTooLarge;
    }

    /** Whether something is here that was asked for, not only what comes with it. */
    boolean hasUrl() {
        return urls.stream().anyMatch(FoundResult::askedFor);
    }

    /** What was asked for first, then what comes with it. */
    List<Result> results(ResultKind usual, Instant expiresAt) {
        return urls.stream()
                .sorted((a, b) -> Boolean.compare(b.askedFor(), a.askedFor()))
                .map(url -> url.result(usual, expiresAt))
                .toList();
    }

    /** Never shows a URL or the data. */
    @Override
    public String toString() {
        return "FoundResults[" + urls.size() + "]";
    }
}
