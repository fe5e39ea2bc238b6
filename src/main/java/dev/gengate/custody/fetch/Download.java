package dev.gengate.custody.fetch;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.http.HttpClientResponse;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Writes one response to a file, counting and hashing while it comes. Bytes wait at the host while the disk is busy. */
final class Download {
    /** Enough for the header of a picture behind a long profile. */
    private static final int HEAD = 64 * 1024;

    private final HttpClientResponse response;
    private final Path path;
    private final long mostBytes;
    private final long announced;
    private final MessageDigest hash = sha256();
    private final Buffer head = Buffer.buffer();
    private final Promise<Fetched> done = Promise.promise();
    private AsyncFile file;
    private volatile long bytes;

    /**
     * A response that is paused; a connection that breaks from now on is noticed.
     *
     * @param announced the length that the head says; -1 for none
     */
    Download(HttpClientResponse response, Path path, long mostBytes, long announced) {
        this.response = response;
        this.path = path;
        this.mostBytes = mostBytes;
        this.announced = announced;
        response.exceptionHandler(broken -> done.tryFail(new FetchException(FetchFault.TORN)));
    }

    /** Fails for less than was announced and for too much; the file is closed in any case. */
    Future<Fetched> into(AsyncFile opened) {
        file = opened;
        file.exceptionHandler(full -> done.tryFail(new FetchException(FetchFault.STORE)));
        response.handler(this::take);
        response.endHandler(end -> ended());
        response.resume();
        return done.future().eventually(() -> file.close().otherwiseEmpty());
    }

    /** How many have come. */
    long bytes() {
        return bytes;
    }

    private void take(Buffer chunk) {
        if (done.future().isComplete()) {
            return;
        }
        bytes += chunk.length();
        if (bytes > mostBytes) {
            done.tryFail(new FetchException(FetchFault.TOO_LARGE));
            response.request().reset();
            return;
        }
        hash.update(chunk.getBytes());
        if (head.length() < HEAD) {
            head.appendBuffer(chunk, 0, Math.min(chunk.length(), HEAD - head.length()));
        }
        file.write(chunk);
        if (file.writeQueueFull()) {
            response.pause();
            file.drainHandler(room -> response.resume());
        }
    }

    private void ended() {
        if (bytes == 0 || announced >= 0 && bytes != announced) {
            done.tryFail(new FetchException(FetchFault.TORN));
            return;
        }
        file.flush()
                .onSuccess(written -> done.tryComplete(
                        new Fetched(path, head.getBytes(), bytes, HexFormat.of().formatHex(hash.digest()))))
                .onFailure(full -> done.tryFail(new FetchException(FetchFault.STORE)));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
