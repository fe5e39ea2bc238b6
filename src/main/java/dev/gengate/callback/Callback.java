package dev.gengate.callback;

import java.util.UUID;

/** A callback whose token is genuine. The headers are the provider's signature and may be null. */
record Callback(UUID id, byte[] body, String timestamp, String signature) {
    /** Names the generation, never the content. */
    @Override
    public String toString() {
        return "Callback[" + id + "]";
    }
}
