package dev.gengate.proof.simulator;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/** One HTTP request to the simulator and the ways to answer it. */
record Exchange(Vertx vertx, HttpServerRequest request) {

    boolean hasKey(String apiKey) {
        return ("Bearer " + apiKey).equals(request.getHeader("Authorization"));
    }

    void answer(Answer answer) {
        HttpServerResponse response = request.response();
        if (response.closed()) {
            return;
        }
        if (answer.retryAfter() > 0) {
            response.putHeader("Retry-After", Long.toString(answer.retryAfter()));
        }
        response.setStatusCode(answer.status()).putHeader("Content-Type", answer.contentType());
        response.end(answer.body());
    }

    void answerAfter(long millis, Answer answer) {
        if (millis <= 0) {
            answer(answer);
        } else {
            vertx.setTimer(millis, timer -> answer(answer));
        }
    }

    /** Closes the connection without a word. */
    void resetAfter(long millis) {
        if (millis <= 0) {
            request.connection().close();
        } else {
            vertx.setTimer(millis, timer -> request.connection().close());
        }
    }
}
