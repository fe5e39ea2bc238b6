package dev.gengate.provider;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.gengate.provider.answer.ProviderJson;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;

/**
 * The body of one createTask call, which also records whether the call got a connection. The body is only taken once
 * there is one, so while {@link #sending()} is false, no part of the request can have reached the provider.
 */
final class CreateTask {
    private final byte[] json;
    private final Runnable leaving;
    private volatile boolean sending;

    CreateTask(TaskRequest request, String callbackUrl) {
        this.json = json(request, callbackUrl);
        this.leaving = request.leaving();
    }

    /** The body, which counts as sent from now on. */
    byte[] send() {
        sending = true;
        leaving.run();
        return json;
    }

    boolean sending() {
        return sending;
    }

    /** Uses the provider's field names, with the capital B; the input is sent unchanged. */
    private static byte[] json(TaskRequest request, String callbackUrl) {
        ByteArrayOutputStream body =
                new ByteArrayOutputStream(512 + request.input().length());
        try (JsonGenerator json = ProviderJson.FACTORY.createGenerator(body)) {
            json.writeStartObject();
            json.writeStringField("model", request.model());
            json.writeStringField("callBackUrl", callbackUrl);
            json.writeFieldName("input");
            json.writeRawValue(request.input());
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory", impossible);
        }
        return body.toByteArray();
    }

    /** Writes {@link CreateTask}; the REST client calls it after it has a connection and before it sends a byte. */
    static final class Writer implements MessageBodyWriter<CreateTask> {

        @Override
        public boolean isWriteable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
            return type == CreateTask.class;
        }

        @Override
        public void writeTo(
                CreateTask task,
                Class<?> type,
                Type genericType,
                Annotation[] annotations,
                MediaType mediaType,
                MultivaluedMap<String, Object> headers,
                OutputStream body)
                throws IOException {
            body.write(task.send());
        }
    }
}
