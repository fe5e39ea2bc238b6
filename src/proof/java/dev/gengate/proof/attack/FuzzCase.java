package dev.gengate.proof.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/**
 * One request of the fuzz over HTTP.
 *
 * @param place the seed and the number that make it again
 */
public record FuzzCase(String place, byte[] request) {

    private static final int NOT_DURABLE = 503;

    @Override
    public String toString() {
        return place + ": " + new String(request, ISO_8859_1);
    }

    /** Whether the ledger was too slow just then, as on a machine that is busy with other tests. */
    public boolean putOff(RawAnswer answer) {
        return answer.statuses().contains(NOT_DURABLE);
    }

    /** No answer that came behind it may be a defect or talk about the gateway, however many there are. */
    public void assertNoDefect(RawAnswer answer) {
        if (!answer.statuses().stream().allMatch(status -> status < 500 || status == NOT_DURABLE)
                || answer.tellsOfInsides()) {
            throw new AssertionError(this + ": " + answer);
        }
    }
}
