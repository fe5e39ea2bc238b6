package dev.gengate.proof.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gengate.proof.gateway.Json;

/**
 * An HTTP answer of the simulated provider.
 *
 * @param code the body's code, 0 when the body is no JSON
 * @param retryAfter seconds for a Retry-After header, 0 for none
 */
record Answer(int status, int code, String contentType, String body, long retryAfter) {
    static final Answer NO_ACCESS = code(401, "You do not have access permissions");
    static final Answer TOO_OFTEN = code(429, "Your call frequency is too high");
    static final Answer NO_CREDITS = code(
            402,
            "Credits insufficient : Your current balance isn’t enough to run this request. Please top up to continue.");
    static final Answer NO_RECORD = code(422, "recordInfo is null");
    static final Answer WEB_PAGE = page(200);

    /** As the provider does it: HTTP 200, the outcome in the body. */
    static Answer code(int code, String text) {
        return envelope(code, text, null);
    }

    static Answer data(JsonNode data) {
        return envelope(200, "success", data);
    }

    static Answer page(int status) {
        String body = "<html><body><h1>" + status + "</h1><hr>nginx</body></html>";
        return new Answer(status, 0, "text/html", body, 0);
    }

    /** An answer of the control API. */
    static Answer json(int status, Object value) {
        return new Answer(status, status, "application/json", Json.write(value), 0);
    }

    Answer withRetryAfter(long seconds) {
        return new Answer(status, code, contentType, body, seconds);
    }

    static Answer envelope(int code, String text, JsonNode data) {
        ObjectNode body = Json.object().put("code", code).put("msg", text);
        body.set("data", data);
        return new Answer(200, code, "application/json", Json.write(body), 0);
    }
}
