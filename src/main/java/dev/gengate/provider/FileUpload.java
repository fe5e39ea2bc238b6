package dev.gengate.provider;

import dev.gengate.provider.answer.ProviderAnswer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.streams.WriteStream;
import java.time.Duration;
import java.util.UUID;

/** One file on its way to the provider: the bytes go where {@link #sink} is, and {@link #end} tells what became of it. */
public final class FileUpload {
    private static final String FOLDER = "generation-gateway";

    private final Vertx vertx;
    private final HttpClientRequest request;
    private final Duration patience;
    private final String account;
    private final String boundary = UUID.randomUUID().toString();
    private final Promise<UploadResult> answer = Promise.promise();

    FileUpload(Vertx vertx, HttpClientRequest request, Duration patience, String account) {
        this.vertx = vertx;
        this.request = request;
        this.patience = patience;
        this.account = account;
        request.response()
                .compose(this::read)
                .onSuccess(answer::tryComplete)
                .onFailure(lost -> answer.tryComplete(UploadResult.UNAVAILABLE));
    }

    /** Sends what comes before the bytes. @param bytes of the file; -1 while nobody knows */
    FileUpload begin(String name, String mediaType, long bytes) {
        Buffer head = Buffer.buffer(part("uploadPath") + "\r\n\r\n" + FOLDER + "\r\n"
                + part("fileName") + "\r\n\r\n" + name + "\r\n"
                + part("file") + "; filename=\"" + name + "\"\r\nContent-Type: " + mediaType + "\r\n\r\n");
        request.putHeader(HttpHeaders.CONTENT_TYPE, "multipart/form-data; boundary=" + boundary);
        if (bytes < 0) {
            request.setChunked(true);
        } else {
            long length = head.length() + bytes + tail().length();
            request.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(length));
        }
        request.write(head);
        return this;
    }

    private String part(String name) {
        return "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + name + "\"";
    }

    private Buffer tail() {
        return Buffer.buffer("\r\n--" + boundary + "--\r\n");
    }

    /** Whose key it has. */
    String account() {
        return account;
    }

    /** What takes the bytes. */
    public WriteStream<Buffer> sink() {
        return request;
    }

    /** All bytes are sent: what the provider says. Never fails. */
    public Future<UploadResult> end() {
        request.end(tail());
        long timer = vertx.setTimer(patience.toMillis(), over -> abort());
        return answer.future().onComplete(known -> vertx.cancelTimer(timer));
    }

    /** Nothing of it is kept there: what has come is no whole form. */
    public void abort() {
        answer.tryComplete(UploadResult.UNAVAILABLE);
        request.reset();
    }

    private Future<UploadResult> read(HttpClientResponse response) {
        Promise<UploadResult> read = Promise.promise();
        Buffer body = Buffer.buffer();
        response.exceptionHandler(read::tryFail);
        response.handler(chunk -> {
            if (body.length() + chunk.length() > ProviderAnswer.LARGEST_BODY) {
                abort();
            } else {
                body.appendBuffer(chunk);
            }
        });
        response.endHandler(end -> read.tryComplete(UploadReader.read(response.statusCode(), body.getBytes())));
        return read.future();
    }
}
