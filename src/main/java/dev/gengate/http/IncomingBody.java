package dev.gengate.http;

import dev.gengate.http.BodyBudget.Holder;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Consumer;

/**
 * Reads one body within its own limit and within {@link BodyBudget}, of which it holds the declared length before it
 * reads a byte. Reads on the event loop, so that a body sent halfway blocks no thread; returns the bytes when the
 * request ends, however it ends.
 */
public final class IncomingBody {
    /** Why a body is not read completely. */
    public enum Refusal {
        /** It is over its own limit. */
        TOO_LARGE,
        /** There is no room for it beside the others. */
        NO_ROOM
    }

    private final BodyBudget budget;
    private final Holder holder;
    private final int mostBytes;
    private long held;
    private Buffer bytes = Buffer.buffer(0);

    /**
     * @param name of the caller, or of the generation
     * @param mostBytes the limit of this body
     */
    public IncomingBody(BodyBudget budget, BodyBudget.Sender sender, String name, int mostBytes) {
        this.budget = budget;
        this.holder = new Holder(sender, name);
        this.mostBytes = mostBytes;
    }

    /** Reads the body, then calls one of the two once; neither if the client breaks off or has gone. */
    public void read(RoutingContext context, Consumer<byte[]> whole, Consumer<Refusal> refused) {
        HttpServerRequest request = context.request();
        if (!RequestBodyTimeout.connected(request)) {
            return;
        }
        context.addEndHandler(over -> drop());
        Refusal refusal = claim(RequestRules.declaredLength(request));
        if (refusal != null) {
            refused.accept(refusal);
            return;
        }
        Expectation.meet(context);
        request.handler(chunk -> {
            Refusal late = add(chunk);
            if (late != null) {
                request.handler(ignored -> {}).endHandler(ignored -> {});
                refused.accept(late);
            }
        });
        request.endHandler(end -> whole.accept(bytes.getBytes()));
        request.resume();
    }

    private Refusal add(Buffer chunk) {
        Refusal refusal = claim((long) bytes.length() + chunk.length());
        if (refusal == null) {
            bytes.appendBuffer(chunk);
        }
        return refusal;
    }

    /** Holds that much in total, or nothing if there is no room. */
    private Refusal claim(long length) {
        if (length > mostBytes) {
            drop();
            return Refusal.TOO_LARGE;
        }
        if (length > held) {
            if (!budget.take(holder, length - held)) {
                drop();
                return Refusal.NO_ROOM;
            }
            held = length;
        }
        return null;
    }

    private void drop() {
        if (held > 0) {
            budget.giveBack(holder, held);
            held = 0;
        }
        bytes = Buffer.buffer(0);
    }
}
