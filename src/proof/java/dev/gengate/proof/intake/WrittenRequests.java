package dev.gengate.proof.intake;

import dev.gengate.proof.gateway.Json;
import dev.gengate.proof.gateway.RequestTopic;
import java.util.stream.IntStream;

/** The requests of a run: one in twenty is none, and one in ten is there twice, in another partition as it may be. */
record WrittenRequests(int many) {
    static final String TOPIC = "ads.requests";
    private static final String SOURCE = "/intake-run";
    private static final String[] NO_REQUESTS = {"{", "{\"input\":{}}", "{\"input\":{\"prompt\":7}}"};
    private static final int BAD = 20;
    private static final int TWICE = 10;

    void write(String bootstrapServers) {
        try (RequestTopic topic = new RequestTopic(bootstrapServers, TOPIC)) {
            IntStream.range(0, many).forEach(number -> write(topic, number));
        }
    }

    private void write(RequestTopic topic, int number) {
        String id = id(number);
        for (int copy = 0; copy < copies(number); copy++) {
            topic.send(id + "/" + copy, RequestTopic.headers(SOURCE, id), body(number));
        }
    }

    /** Its id, which the event of its generation names. */
    static String id(int number) {
        return "intake-" + number;
    }

    static boolean valid(int number) {
        return number % BAD != 0;
    }

    static int copies(int number) {
        return number % TWICE == number / TWICE % TWICE ? 2 : 1;
    }

    /** The number of requests of which generations are to be made. */
    long good() {
        return IntStream.range(0, many).filter(WrittenRequests::valid).count();
    }

    /** Records that are to be rejected. */
    long bad() {
        return IntStream.range(0, many)
                .filter(number -> !valid(number))
                .map(WrittenRequests::copies)
                .sum();
    }

    private static String body(int number) {
        return valid(number)
                ? Json.write(Json.object()
                        .set("input", Json.object().put("prompt", "a lighthouse for \"" + id(number) + "\"")))
                : NO_REQUESTS[number / BAD % NO_REQUESTS.length];
    }
}
