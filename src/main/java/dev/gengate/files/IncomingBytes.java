package dev.gengate.files;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.streams.WriteStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The body of an upload while it comes: its first bytes are looked at before anything takes the rest, and all are counted
 * and hashed. Bytes wait at the caller while what takes them is busy.
 */
final class IncomingBytes {
    /** Enough to tell what a file is. */
    private static final int HEAD = 4_096;

    private final HttpServerRequest body;
    private final long mostBytes;
    private final MessageDigest hash = sha256();
    private final Promise<byte[]> head = Promise.promise();
    private final Promise<Void> whole = Promise.promise();
    private Buffer early = Buffer.buffer();
    private WriteStream<Buffer> sink;
    private boolean ended;
    private long bytes;

    /** @param body that is paused */
    IncomingBytes(HttpServerRequest body, long mostBytes) {
        this.body = body;
        this.mostBytes = mostBytes;
    }

    /** The first bytes; the rest waits. Fails with an {@link UploadException}. */
    Future<byte[]> head() {
        body.exceptionHandler(broken -> fail(UploadOutcome.BROKEN_OFF));
        body.handler(this::take);
        body.endHandler(end -> end());
        body.resume();
        return head.future();
    }

    /** Hands all bytes on, the first ones too, and succeeds once they are handed on. The taker is not ended. */
    Future<Void> into(WriteStream<Buffer> taker) {
        taker.exceptionHandler(lost -> fail(UploadOutcome.UNAVAILABLE));
        sink = taker;
        if (!whole.future().isComplete()) {
            hand(early);
            early = null;
            if (ended) {
                whole.tryComplete();
            }
        }
        return whole.future();
    }

    /** The number of bytes that have come. */
    long bytes() {
        return bytes;
    }

    /** The hash of all bytes, in hex; can be asked once. */
    String hash() {
        return HexFormat.of().formatHex(hash.digest());
    }

    private void take(Buffer chunk) {
        if (whole.future().isComplete()) {
            return;
        }
        bytes += chunk.length();
        if (bytes > mostBytes) {
            fail(UploadOutcome.TOO_LARGE);
            return;
        }
        hash.update(chunk.getBytes());
        if (sink != null) {
            hand(chunk);
            return;
        }
        early.appendBuffer(chunk);
        if (early.length() >= HEAD) {
            body.pause();
            head.tryComplete(early.getBytes());
        }
    }

    private void hand(Buffer chunk) {
        sink.write(chunk);
        if (sink.writeQueueFull()) {
            body.pause();
            sink.drainHandler(room -> body.resume());
        } else {
            body.resume();
        }
    }

    private void end() {
        ended = true;
        if (bytes == 0) {
            fail(UploadOutcome.EMPTY);
            return;
        }
        head.tryComplete(early == null ? new byte[0] : early.getBytes());
        if (sink != null) {
            whole.tryComplete();
        }
    }

    /** What comes now is dropped. */
    private void fail(UploadOutcome outcome) {
        early = Buffer.buffer();
        whole.tryFail(new UploadException(outcome));
        head.tryFail(new UploadException(outcome));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
