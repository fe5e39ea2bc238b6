package dev.gengate.provider;

import static dev.gengate.provider.KieCalls.ID;
import static dev.gengate.provider.KieCalls.REQUEST;
import static dev.gengate.provider.KieCalls.provider;
import static dev.gengate.provider.KieCalls.result;
import static dev.gengate.provider.KieCalls.submit;
import static dev.gengate.provider.ScriptedProvider.CREATED;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.generation.Failure;
import dev.gengate.proof.servers.Backends;
import dev.gengate.provider.answer.Bodies;
import dev.gengate.provider.answer.CreditReport;
import dev.gengate.provider.answer.SubmitResult;
import dev.gengate.provider.answer.SubmitResult.Accepted;
import dev.gengate.provider.answer.SubmitResult.Refusal;
import dev.gengate.provider.answer.SubmitResult.Refused;
import dev.gengate.provider.answer.SubmitResult.TryLater;
import dev.gengate.provider.answer.SubmitResult.Unconfirmed;
import dev.gengate.provider.answer.TaskReport;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The real REST client against a real HTTP server on loopback; the application is there for the client alone. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class KieProviderTest {
    private static final TryLater UNREACHABLE = new TryLater(TryLater.Reason.UNREACHABLE, Optional.empty());

    private final ScriptedProvider kie = new ScriptedProvider();
    private final LoopbackConfig config = LoopbackConfig.of(kie.url());
    private final LoopbackConfig impatient = config.withTimeouts(Duration.ofMillis(300), Duration.ofMillis(400));

    @AfterEach
    void close() {
        kie.close();
    }

    @Test
    void taskIsAskedForWithKeyCallbackUrlAndInputAsItIs() {
        assertEquals(new Accepted("t1"), submit(provider(config)));

        ScriptedProvider.Asked asked = kie.asked().get(0);
        assertEquals("POST /api/v1/jobs/createTask", asked.method() + " " + asked.uri());
        assertEquals("Bearer unit-test-key", asked.headers().get("Authorization"));
        assertEquals("application/json", asked.headers().get("Content-Type"));
        assertEquals(
                "{\"model\":\"google/imagen4-fast\",\"callBackUrl\":\"https://gateway.example/" + ID
                        + "\",\"input\":{\"prompt\":\"a sailor\"}}",
                asked.body());
    }

    @Test
    void baseUrlMayHaveAPathAndATrailingSlash() {
        LoopbackConfig proxied = LoopbackConfig.of(kie.url().resolve("/kie/"));

        assertEquals(new Accepted("t1"), submit(provider(proxied)));

        assertEquals("/kie/api/v1/jobs/createTask", kie.asked().get(0).uri());
    }

    @Test
    void everyStatusIsAnAnswerAndNoneAnException() {
        KieProvider provider = provider(config);

        kie.answers(401, "{\"code\":401,\"msg\":\"You do not have access permissions\"}");
        assertEquals(
                new Refused(
                        Refusal.KEY_REJECTED,
                        new Failure("provider_key_rejected", "You do not have access permissions")),
                submit(provider));
        kie.answers(502, "<html>Bad Gateway</html>");
        assertEquals(new Unconfirmed(Unconfirmed.Reason.SERVER_ERROR), submit(provider));
        kie.answers(204, "");
        assertEquals(new Unconfirmed(Unconfirmed.Reason.UNREADABLE_ANSWER), submit(provider));
        kie.answers(request -> request.response()
                .setStatusCode(429)
                .putHeader("Retry-After", "3")
                .end());
        assertEquals(new TryLater(TryLater.Reason.RATE_LIMITED, Optional.of(Duration.ofSeconds(3))), submit(provider));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void redirectIsNotFollowedSoTheKeyStaysHere(int status) {
        kie.answers(request -> request.response()
                .setStatusCode(status)
                .putHeader("Location", kie.url() + "/elsewhere")
                .end());

        assertEquals(new Unconfirmed(Unconfirmed.Reason.UNREADABLE_ANSWER), submit(provider(config)));

        assertEquals(1, kie.asked().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "multipart/form-data; boundary=x", "non;;sense", "text/event-stream"})
    void contentTypeIsNotBelieved(String type) {
        kie.answers(
                request -> request.response().putHeader("Content-Type", type).end(CREATED));

        assertEquals(new Accepted("t1"), submit(provider(config)));
    }

    @Test
    void answerThatDoesNotComeIsUnconfirmed() {
        kie.neverAnswers();

        assertEquals(new Unconfirmed(Unconfirmed.Reason.TIMED_OUT), submit(provider(impatient)));
    }

    @Test
    void answerThatDoesNotEndIsUnconfirmed() {
        kie.answers(request -> request.response().setChunked(true).write("{\"code\":200,"));

        assertEquals(new Unconfirmed(Unconfirmed.Reason.TIMED_OUT), submit(provider(impatient)));
    }

    @Test
    void connectionThatEndsBeforeOrWithinTheAnswerIsUnconfirmed() {
        KieProvider provider = provider(config);

        kie.answers(request -> request.connection().close());
        assertEquals(new Unconfirmed(Unconfirmed.Reason.CONNECTION_LOST), submit(provider));
        kie.answers(request -> request.response()
                .setChunked(true)
                .write("{\"code\":200,")
                .onComplete(written -> request.connection().close()));
        assertEquals(new Unconfirmed(Unconfirmed.Reason.CONNECTION_LOST), submit(provider));
    }

    @Test
    void endlessAnswerIsBrokenOff() {
        AtomicLong sent = new AtomicLong();
        kie.answers(request -> {
            request.response().setChunked(true);
            sendForever(request, sent);
        });

        assertEquals(new Unconfirmed(Unconfirmed.Reason.UNREADABLE_ANSWER), submit(provider(config)));

        assertTrue(sent.get() < 50_000_000, () -> sent + " bytes were sent");
    }

    @Test
    void refusedConnectionMeansThatNothingWasSent() {
        kie.close();

        assertEquals(UNREACHABLE, submit(provider(config)));
    }

    @Test
    void waitingForAConnectionInVainMeansThatNothingWasSent() {
        KieProvider provider =
                provider(config.withConnections(1).withTimeouts(Duration.ofMillis(300), Duration.ofSeconds(2)));
        kie.neverAnswers();
        Uni<SubmitResult> first = provider.submit(REQUEST);
        first.subscribe().with(result -> {});
        await().until(() -> kie.asked().size() == 1);

        assertEquals(UNREACHABLE, submit(provider));

        assertEquals(new Unconfirmed(Unconfirmed.Reason.TIMED_OUT), result(first));
        assertEquals(1, kie.asked().size());
        kie.answers(200, CREATED);
        assertEquals(new Accepted("t1"), submit(provider));
    }

    @Test
    void connectionIsKeptAndOneThatWasClosedMeanwhileIsNotUsed() {
        KieProvider provider = provider(config.withConnections(1));
        for (int count = 0; count < 20; count++) {
            assertEquals(new Accepted("t1"), submit(provider));
        }
        assertEquals(1, kie.connections());

        kie.answers(request -> request.response().end(CREATED).onComplete(sent -> request.connection()
                .close()));
        assertEquals(new Accepted("t1"), submit(provider));
        kie.answers(200, CREATED);
        await().until(() -> submit(provider).equals(new Accepted("t1")));
        assertEquals(2, kie.connections());
    }

    @Test
    void oneUniAsksOnceHoweverOftenItIsSubscribedToOrCancelled() {
        Uni<SubmitResult> uni = provider(config).submit(REQUEST);
        assertTrue(kie.asked().isEmpty());

        uni.subscribe().with(result -> {}).cancel();

        assertEquals(new Accepted("t1"), result(uni));
        assertEquals(new Accepted("t1"), result(uni));
        assertEquals(1, kie.asked().size());
    }

    @Test
    void brokenAddressIsNoExceptionEither() {
        CallbackUrls broken = id -> {
            throw new IllegalStateException("no address");
        };

        assertEquals(
                UNREACHABLE,
                submit(new KieProvider(
                        config,
                        broken,
                        Bodies.reader(new SimpleMeterRegistry()),
                        new ProviderMetrics(new SimpleMeterRegistry()),
                        Clock.systemUTC())));

        assertTrue(kie.asked().isEmpty());
    }

    @Test
    void taskIdIsEscapedInTheQuery() {
        kie.answers(200, "{\"code\":422,\"msg\":\"recordInfo is null\",\"data\":null}");

        assertEquals(
                new TaskReport.NotThereYet(),
                result(provider(config).task("default", "google/imagen4-fast", "a&b=c%2F{d}/+?#")));

        assertEquals(
                "/api/v1/jobs/recordInfo?taskId=a%26b%3Dc%252F%7Bd%7D%2F%2B%3F%23",
                kie.asked().get(0).uri());
    }

    @Test
    void taskThatCannotBeAskedForIsUnavailable() {
        KieProvider provider = provider(impatient);

        kie.answers(request -> request.connection().close());
        assertEquals(new TaskReport.Unavailable(), result(provider.task("default", "google/imagen4-fast", "t1")));
        kie.neverAnswers();
        assertEquals(new TaskReport.Unavailable(), result(provider.task("default", "google/imagen4-fast", "t1")));
        assertEquals(new TaskReport.Unavailable(), result(provider.task("default", "google/imagen4-fast", null)));
    }

    @Test
    void creditsAreAskedFor() {
        KieProvider provider = provider(config);

        kie.answers(200, "{\"code\":200,\"msg\":\"success\",\"data\":98.5}");
        assertEquals(new CreditReport.Balance(new BigDecimal("98.5")), result(provider.credits("default")));
        assertEquals(
                "GET /api/v1/chat/credit",
                kie.asked().get(0).method() + " " + kie.asked().get(0).uri());
        kie.close();
        assertEquals(new CreditReport.Unavailable(), result(provider.credits("default")));
    }

    private static void sendForever(HttpServerRequest request, AtomicLong sent) {
        Buffer chunk = Buffer.buffer(new byte[100_000]);
        request.response().write(chunk).onSuccess(written -> {
            sent.addAndGet(chunk.length());
            sendForever(request, sent);
        });
    }
}
