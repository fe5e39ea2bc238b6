package dev.gengate.callback;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.http.BodyBudget;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.PoolOptions;
import io.vertx.ext.web.Router;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The route by itself, over a real connection: what it holds, and what it answers when what is behind it breaks. */
class CallbackRouteTest {
    private static final UUID ID = UUID.fromString("0190f6c2-7b1e-7a90-8f2b-2f4f5f3f1a11");
    private static final CallbackConfig CONFIG = new SmallRyeConfigBuilder()
            .addDiscoveredConverters()
            .withDefaultValue("gateway.callback.secrets", "a-secret-of-callbacks-for-one-test")
            .withMapping(CallbackConfig.class)
            .build()
            .getConfigMapping(CallbackConfig.class);

    private final Vertx vertx = Vertx.vertx();
    private final BodyBudget budget = new BodyBudget(8 * CallbackRoute.MOST_BYTES, new SimpleMeterRegistry());
    private final CallbackToken tokens = new CallbackToken(CONFIG.secrets());
    private final HttpClient client = vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(100));

    @AfterEach
    void close() {
        result(vertx.close());
    }

    @Test
    void halfSentBodiesOfOneUrlTakeNoMoreThanTheirShare() {
        int port = listening(callback -> Uni.createFrom().item(CallbackVerdict.COMPLETED));
        HttpClient slow = vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(100));
        int size = 60 * 1024;
        int fit = CallbackRoute.MOST_BYTES / (2 * size);

        List<Future<HttpClientResponse>> halfSent = IntStream.range(0, 40)
                .mapToObj(i -> send(slow, port, size, 2 * size))
                .toList();

        await().until(() -> halfSent.stream().filter(Future::isComplete).count() >= 40 - fit);
        halfSent.stream().filter(Future::isComplete).map(Future::result).forEach(refused -> {
            assertEquals(503, refused.statusCode());
            assertEquals("5", refused.getHeader(HttpHeaders.RETRY_AFTER));
        });
        await().until(() -> budget.held() % (2 * size) == 0 && budget.held() <= CallbackRoute.MOST_BYTES);
        assertTrue(budget.held() > 0, "some of them are waited for");

        result(slow.close());
        await().until(() -> budget.held() == 0);
        assertEquals(200, result(send(client, port, size, size)).statusCode());
        await().until(() -> budget.held() == 0);
    }

    @Test
    void bodyOverItsOwnLimitIsDropped() {
        int port = listening(callback -> Uni.createFrom().item(CallbackVerdict.COMPLETED));

        Future<HttpClientResponse> answer = client.request(HttpMethod.POST, port, "localhost", path())
                .compose(request ->
                        request.setChunked(true).send(Buffer.buffer(new byte[CallbackRoute.MOST_BYTES + 1])));

        assertEquals(413, result(answer).statusCode());
        await().until(() -> budget.held() == 0);
    }

    @Test
    void whatIsThrownInsteadOfFailingIsAnsweredToo() {
        int port = listening(callback -> {
            throw new IllegalStateException("broken");
        });

        HttpClientResponse answer = result(send(client, port, 2, 2));

        assertEquals(503, answer.statusCode());
        assertEquals("5", answer.getHeader(HttpHeaders.RETRY_AFTER));
        await().until(() -> budget.held() == 0);
    }

    private int listening(Function<Callback, Uni<CallbackVerdict>> receiver) {
        Router router = Router.router(vertx);
        new CallbackRoute(
                        new CallbackAddress(() -> "https://gateway.test", tokens),
                        new ReceiverOf(receiver),
                        new CallbackMetrics(new SimpleMeterRegistry()),
                        new FailedAuthentications(0, Clock.systemUTC()),
                        new ClientAddress(Optional.empty()),
                        budget)
                .register(router);
        HttpServer server = vertx.createHttpServer().requestHandler(router);
        return result(server.listen(0)).actualPort();
    }

    private Future<HttpClientResponse> send(HttpClient client, int port, int bytes, int declared) {
        return client.request(HttpMethod.POST, port, "localhost", path()).compose(request -> {
            request.exceptionHandler(closed -> {}).putHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(declared));
            request.write(Buffer.buffer(new byte[bytes]));
            if (bytes == declared) {
                request.end();
            }
            return request.response();
        });
    }

    private static <T> T result(Future<T> future) {
        await().until(future::isComplete);
        return future.result();
    }

    private String path() {
        return CallbackAddress.PATH + ID + "/" + tokens.sign(ID);
    }

    /** In place of all that is behind the route. */
    private static final class ReceiverOf extends CallbackReceiver {
        private final Function<Callback, Uni<CallbackVerdict>> verdict;

        ReceiverOf(Function<Callback, Uni<CallbackVerdict>> verdict) {
            super(null, null, null, null, null, null, null, CONFIG, null, null);
            this.verdict = verdict;
        }

        @Override
        Uni<CallbackVerdict> receive(Callback callback) {
            return verdict.apply(callback);
        }
    }
}
