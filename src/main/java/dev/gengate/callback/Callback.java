package dev.gengate.callback;

import java.util.UUID;

/** A callback whose token is genuine. The headers are the provider's signature and may be null. */
record Callback(UUID id, byte[] body, String timestamp, String signature) {
    /** Says of which generation, never its content. */
    @Override
    public String toString() {
        return "Callback[" + id + "]";
    }
}
