package dev.gengate.proof.simulator;

import dev.gengate.proof.simulator.client.CallbackAttempt;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;

/** Posts callbacks like the provider: signed if there is a key, 15 s of patience, some retries until HTTP 200. */
final class CallbackSender {
    private static final int CONNECTIONS = 256;

    private final Vertx vertx;
    private final HttpClient client;

    CallbackSender(Vertx vertx) {
        this.vertx = vertx;
        this.client = vertx.createHttpClient(new HttpClientOptions(), new PoolOptions().setHttp1MaxSize(CONNECTIONS));
    }

    /** Ends with the last HTTP status, 0 when nobody answered; never fails. */
    Future<Integer> deliver(SimulatedTask task, String kind, String body, SimulatorSettings settings) {
        return attempt(task, kind, body, settings, 1);
    }

    private Future<Integer> attempt(
            SimulatedTask task, String kind, String body, SimulatorSettings settings, int number) {
        if (task.abandoned()) {
            return Future.succeededFuture(0);
        }
        return post(task, body, settings).otherwise(0).compose(status -> {
            task.calledBack(new CallbackAttempt(System.currentTimeMillis(), kind, number, status));
            boolean over = status == 200 || number > settings.callbackRetries();
            return over
                    ? Future.succeededFuture(status)
                    : later(settings).compose(go -> attempt(task, kind, body, settings, number + 1));
        });
    }

    private Future<Integer> post(SimulatedTask task, String body, SimulatorSettings settings) {
        RequestOptions target = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setTimeout(settings.callbackTimeout())
                .setAbsoluteURI(task.callBackUrl);
        return client.request(target)
                .compose(request -> signed(request, task).send(body))
                .compose(CallbackSender::statusOnceRead);
    }

    private static Future<Integer> statusOnceRead(HttpClientResponse response) {
        return response.end().map(response.statusCode());
    }

    private static HttpClientRequest signed(HttpClientRequest request, SimulatedTask task) {
        request.putHeader("Content-Type", "application/json");
        if (task.account.webhookKey() != null) {
            long timestamp = System.currentTimeMillis() / 1000;
            request.putHeader(WebhookSignature.TIMESTAMP_HEADER, Long.toString(timestamp));
            request.putHeader(
                    WebhookSignature.SIGNATURE_HEADER,
                    WebhookSignature.of(task.account.webhookKey(), task.taskId, timestamp));
        }
        return request;
    }

    private Future<Void> later(SimulatorSettings settings) {
        Promise<Void> promise = Promise.promise();
        vertx.setTimer(Math.max(1, settings.callbackRetryDelay()), timer -> promise.complete());
        return promise.future();
    }
}
