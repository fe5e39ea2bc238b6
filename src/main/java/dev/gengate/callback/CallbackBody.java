package dev.gengate.callback;

import dev.gengate.http.BodyBudget;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;

/** The body of one callback as it comes in, within its own limit and that of all of them. Belongs to one event loop. */
final class CallbackBody {
    /** The provider's body is about 2 kB; its prompt echo may make it 50 kB. */
    static final int MOST_BYTES = 1024 * 1024;

    private final BodyBudget memory;
    private Buffer bytes = Buffer.buffer();
    private long held;

    CallbackBody(BodyBudget memory) {
        this.memory = memory;
    }

    /** Keeps the chunk, or says why not; then there is nothing left of the body. */
    Optional<CallbackVerdict> add(Buffer chunk) {
        if (bytes.length() + chunk.length() > MOST_BYTES) {
            drop();
            return Optional.of(CallbackVerdict.TOO_LARGE);
        }
        held += chunk.length();
        if (!memory.take(chunk.length())) {
            drop();
            return Optional.of(CallbackVerdict.OVERLOADED);
        }
        bytes.appendBuffer(chunk);
        return Optional.empty();
    }

    byte[] bytes() {
        return bytes.getBytes();
    }

    /** Gives back what it holds, once. To be called however the request ends. */
    void drop() {
        if (held > 0) {
            memory.giveBack(held);
            held = 0;
        }
        bytes = Buffer.buffer(0);
    }
}
