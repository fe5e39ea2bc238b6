package dev.gengate.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gengate.http.RequestRules;
import dev.gengate.problem.Problem.FieldError;
import dev.gengate.problem.ProblemException;
import dev.gengate.problem.ProblemType;
import dev.gengate.submission.RequestReader;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Headers;

/** Reads requests as CloudEvents 1.0, in binary mode (attributes are headers) and in structured mode (one JSON object). */
@ApplicationScoped
class RequestEvents {
    private static final String CONTENT_TYPE = "content-type";
    /** A header in binary mode; of CloudEvents' extension for tracing in structured mode. */
    private static final String TRACE = "traceparent";

    private static final String UTF8 = "\\s*(;\\s*charset\\s*=\\s*\"?utf-8\"?\\s*)?";
    private static final Pattern JSON = Pattern.compile("(?i)application/json" + UTF8);
    private static final Pattern STRUCTURED = Pattern.compile("(?i)application/cloudevents\\+json" + UTF8);
    private static final Pattern ANY_CLOUD_EVENT = Pattern.compile("(?i)application/cloudevents.*");

    private final RequestReader reader;

    RequestEvents(RequestReader reader) {
        this.reader = reader;
    }

    /** The request, or what of it can be read and the fault. */
    RequestEvent of(Headers headers, byte[] value) {
        String type = HeaderTexts.of(headers, CONTENT_TYPE);
        if (value != null && value.length > RequestRules.MOST_BYTES) {
            return binary(headers, null).with(RequestRules.tooLarge());
        }
        if (value != null && value.length > 0 && value[0] == 0) {
            return binary(headers, null).with(prefixed());
        }
        if (type != null && STRUCTURED.matcher(type).matches()) {
            return structured(headers, value);
        }
        Attributes attributes = binary(headers, value);
        boolean json = type == null && HeaderTexts.none(headers, CONTENT_TYPE)
                || type != null && JSON.matcher(type).matches();
        return json ? attributes.event() : attributes.with(notJson(type));
    }

    /** No JSON begins with a byte 0; what Confluent's serializers write does: the number of the schema is behind it. */
    private static ProblemException prefixed() {
        return ProblemException.of(
                ProblemType.MALFORMED_JSON,
                "The value begins with the prefix of a schema registry; it must be JSON alone.");
    }

    private static ProblemException notJson(String type) {
        boolean batch = type != null && ANY_CLOUD_EVENT.matcher(type).matches();
        String detail = batch
                ? "Of CloudEvents in structured mode only application/cloudevents+json is taken."
                : "A request must be application/json in UTF-8.";
        return ProblemException.of(ProblemType.NOT_JSON, detail);
    }

    private static Attributes binary(Headers headers, byte[] value) {
        return new Attributes(name -> HeaderTexts.of(headers, "ce_" + name), "header/ce_", trace(headers), value);
    }

    private static String trace(Headers headers) {
        return HeaderTexts.of(headers, TRACE);
    }

    private RequestEvent structured(Headers headers, byte[] value) {
        try {
            return structured(reader.parse(value), trace(headers));
        } catch (ProblemException noJson) {
            return new RequestEvent(null, null, trace(headers), null, noJson);
        }
    }

    /** @param carrier the trace of the record, for an event that names none of its own */
    private static RequestEvent structured(JsonNode event, String carrier) {
        UnaryOperator<String> texts = name -> event.path(name).textValue();
        String trace = event.path(TRACE).isTextual() ? texts.apply(TRACE) : carrier;
        try {
            Attributes attributes = new Attributes(texts, "/", trace, data(event));
            String type = texts.apply("datacontenttype");
            boolean json = !event.hasNonNull("datacontenttype")
                    || type != null && JSON.matcher(type).matches();
            return json ? attributes.event() : attributes.with(notJson(type));
        } catch (ProblemException noData) {
            return new Attributes(texts, "/", trace, null).with(noData);
        }
    }

    private static byte[] data(JsonNode event) {
        JsonNode encoded = event.get("data_base64");
        if (encoded == null) {
            return event.has("data") ? event.get("data").toString().getBytes(UTF_8) : null;
        }
        if (event.has("data") || !encoded.isTextual()) {
            throw ProblemException.invalid("/data_base64", "must be a text, and come without data");
        }
        try {
            return Base64.getDecoder().decode(encoded.textValue());
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalid("/data_base64", "must be base64");
        }
    }

    /**
     * The attributes of an event.
     *
     * @param texts the value of each; null where it is missing or no text
     * @param place before the name of one that is at fault
     * @param trace the traceparent, or null
     */
    private record Attributes(UnaryOperator<String> texts, String place, String trace, byte[] data) {

        RequestEvent event() {
            List<FieldError> faults = new ArrayList<>();
            must("specversion", "1.0", faults);
            must("type", RequestEvent.TYPE, faults);
            mustBe("source", faults);
            mustBe("id", faults);
            return with(faults.isEmpty() ? null : ProblemException.invalid(faults));
        }

        RequestEvent with(ProblemException fault) {
            byte[] request = fault == null ? data : null;
            return new RequestEvent(texts.apply("source"), texts.apply("id"), trace, request, fault);
        }

        private void must(String name, String value, List<FieldError> faults) {
            if (!value.equals(texts.apply(name))) {
                faults.add(new FieldError(place + name, "must be " + value));
            }
        }

        private void mustBe(String name, List<FieldError> faults) {
            String text = texts.apply(name);
            if (text == null || text.isBlank()) {
                faults.add(new FieldError(place + name, "must be one text that is not blank"));
            }
        }
    }
}
