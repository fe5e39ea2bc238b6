package dev.gengate.outbox.topic;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.generation.Failure;
import dev.gengate.generation.Generation;
import dev.gengate.generation.GenerationState;
import dev.gengate.generation.Reservation;
import dev.gengate.http.RequestRules;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;

/** The sum of the largest of everything, in the bytes that it has in an event. */
class EventSizeTest {
    /** A character that JSON writes as six bytes: no other takes more. */
    private static final String CONTROL = "\\u0001";

    private static final String EMOJI = "\ud83c\udf05";
    private static final int URLS = 64 * 1024;
    private static final int MOST_IMAGES = 100;
    private static final int CALLBACK_BODY = 1024 * 1024;
    private static final int NAME_OF_A_CALLER = 1_000;

    /** With the longest name that a bucket and the beginning of its keys may have. */
    private static final String STORED = "\"stored\":{\"uri\":\"s3://" + "b".repeat(63) + "/" + "p".repeat(200)
            + "/2026/01/31/" + new UUID(0, 0) + "/100.jpeg\",\"href\":\"/v1/generations/" + new UUID(0, 0)
            + "/results/100\",\"sha256\":\"" + "0".repeat(64) + "\",\"bytes\":" + Long.MAX_VALUE
            + ",\"mediaType\":\"application/octet-stream\",\"width\":1048576,\"height\":1048576}";

    /** Around the record and its batch. */
    private static final int FRAME = 1_000;

    @Test
    void largestEventOfThisReleaseIsSmallerThanWhatTheTopicMustTake() {
        assertTrue(size(images(URLS)) <= EventSize.LARGEST, () -> size(images(URLS)) + " bytes");
    }

    /** Rows of the releases before hold all URLs that fitted into a callback's body. */
    @Test
    void producerTakesWhateverWasEverCommitted() throws IOException {
        int request = Integer.parseInt(PackagedProducer.setting("max.request.size"));

        assertTrue(size(images(CALLBACK_BODY)) <= request, () -> size(images(CALLBACK_BODY)) + " bytes");
        assertTrue(EventSize.LARGEST <= request);
    }

    private static int size(String images) {
        CompletedEvent event = new CompletedEvent(largest(images), true);
        int headers = 0;
        for (Header header : event.headers("00-" + "0".repeat(32) + "-" + "0".repeat(16) + "-01", true)) {
            headers += header.key().length() + header.value().length + 10;
        }
        return FRAME + event.key().length() + headers + event.data().length;
    }

    private static Generation largest(String images) {
        Instant now = Instant.parse("2026-01-01T00:00:00.123456Z");
        return new Generation(
                UUID.randomUUID(),
                EMOJI.repeat(NAME_OF_A_CALLER),
                new byte[0],
                "google/imagen4-fast",
                input(),
                EMOJI.repeat(128),
                metadata(),
                "00-" + "0".repeat(32) + "-" + "0".repeat(16) + "-01",
                GenerationState.SUCCEEDED,
                1,
                1,
                now,
                now,
                "\"".repeat(200),
                images,
                "\"" + "x".repeat(64 * 1024 - 2) + "\"",
                // no row has both; still the sum of all is smaller
                new Failure("\"".repeat(100), "\u0001".repeat(1_000)),
                new BigDecimal("1000000000").setScale(40),
                "submission",
                now,
                now,
                now,
                new Reservation("0".repeat(64), BigDecimal.ONE, new BigDecimal("1000000000").setScale(40)),
                "a".repeat(40));
    }

    /** Whatever a model takes: all of a request that its metadata leave. */
    private static String input() {
        return "{\"prompt\":\"" + "x".repeat(RequestRules.MOST_TEXT - metadata().length()) + "\"}";
    }

    private static String metadata() {
        return IntStream.range(0, 16)
                .mapToObj(n -> "\"" + CONTROL.repeat(40) + "\":\"" + CONTROL.repeat(500) + "\"")
                .collect(Collectors.joining(",", "{", "}"));
    }

    /** So many bytes of URLs in as many as there can be. */
    private static String images(int bytes) {
        String url = "https://a.example/" + "x".repeat(bytes / MOST_IMAGES - 18);
        return IntStream.range(0, MOST_IMAGES + 1)
                .mapToObj(n ->
                        "{\"kind\":\"image\",\"role\":\"first-frame\",\"expiresAt\":\"2026-01-02T00:00:00.123Z\",\"url\":\""
                                + url + "\"," + STORED + "}")
                .collect(Collectors.joining(",", "[", "]"));
    }
}
