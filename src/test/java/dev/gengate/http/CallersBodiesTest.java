package dev.gengate.http;

import static dev.gengate.proof.gateway.GatewayCalls.ads;
import static dev.gengate.proof.gateway.GatewayCalls.prompt;
import static dev.gengate.proof.gateway.GatewayCalls.submit;
import static dev.gengate.proof.gateway.GatewayCalls.submitted;
import static dev.gengate.support.GatewaySockets.connected;
import static dev.gengate.support.GatewaySockets.send;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.proof.servers.Backends;
import dev.gengate.support.GatewayTest;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies of callers over real connections: what is held of them, by which thread, and who is told to go on. */
@QuarkusTest
class CallersBodiesTest extends GatewayTest {
    private static final String SUBMISSION = "POST /v1/generations HTTP/1.1\r\n";
    private static final String TYPE = "Host: gateway\r\nContent-Type: application/json\r\n";
    private static final String UPLOAD = "POST /v1/files HTTP/1.1\r\nHost: gateway\r\n";
    private static final String KEY = "Authorization: Bearer " + Backends.ADS_KEY + "\r\n";
    private static final String CONTINUE = "Expect: 100-continue\r\n";
    private static final String BODY = "{\"input\":{\"prompt\":\"go on\"}}";

    /** A character of two units, each escaped. */
    private static final String LONGEST_CHARACTER = "\\ud83d\\ude80";

    @Inject
    BodyBudget budget;

    @Inject
    MeterRegistry metrics;

    @Inject
    Router router;

    @Test
    void longestHonestSubmissionFits() {
        String metadata = IntStream.range(0, 16)
                .mapToObj(i -> "\"" + "\\u006b".repeat(37) + (100 + i) + "\":\"" + LONGEST_CHARACTER.repeat(500) + "\"")
                .collect(Collectors.joining(",", "{", "}"));
        String text = LONGEST_CHARACTER.repeat(5_000);
        String longest = "{\"model\":\"google/imagen4-fast\",\"input\":{\"prompt\":\"" + text
                + "\",\"negative_prompt\":\"" + text + "\",\"aspect_ratio\":\"16:9\",\"num_images\":\"4\",\"seed\":"
                + Long.MIN_VALUE + "},\"correlationId\":\"" + LONGEST_CHARACTER.repeat(128) + "\",\"metadata\":"
                + metadata + ",\"priority\":\"normal\"}";

        submit(longest).statusCode(202);
    }

    @Test
    void halfSentBodiesHoldAShareAndNoThreadAndOthersAreServed() throws IOException {
        String key = "Authorization: Bearer " + Backends.SHOP_KEY + "\r\n";
        int length = 200_000;
        List<Socket> halfSent = new ArrayList<>();
        try {
            for (int i = 0; i < 400; i++) {
                halfSent.add(connected(
                        SUBMISSION + TYPE + key + "Content-Length: " + length + "\r\n\r\n" + " ".repeat(length / 4)));
            }
            String refused = answer(halfSent.get(399));
            assertTrue(refused.startsWith("HTTP/1.1 503 "), refused);
            assertTrue(refused.contains("Retry-After: 2"), refused);
            assertTrue(refused.contains("urn:gengate:problem:unavailable"), refused);
            assertTrue(budget.held() > 0 && budget.held() % length == 0, () -> budget.held() + " bytes");
            assertFalse(waitsForABody(), "a thread waits for the rest of a body");

            submit(prompt("of another caller")).statusCode(202);
        } finally {
            for (Socket socket : halfSent) {
                socket.close();
            }
        }
        nothingIsHeld();
    }

    private static boolean waitsForABody() {
        return Thread.getAllStackTraces().values().stream()
                .anyMatch(stack -> List.of(stack).toString().contains("VertxInputStream"));
    }

    @Test
    void bodyIsHeldUntilItsAnswerAndWhenTheCallerGoesAwayNoLonger() throws IOException {
        provider.completesAfter(Duration.ofMinutes(5));
        Socket waiting = connected(SUBMISSION + TYPE + KEY + "Prefer: wait=60\r\n" + length(BODY) + "\r\n" + BODY);
        await().until(() -> budget.held() == BODY.length());
        await().during(Duration.ofMillis(500)).until(() -> budget.held() == BODY.length());

        waiting.close();

        nothingIsHeld();
    }

    /** As it does while the issuer's keys are fetched for its token. */
    @ParameterizedTest
    @ValueSource(strings = {SUBMISSION + TYPE, UPLOAD})
    void nothingIsHeldForACallerThatLeavesBeforeItIsKnown(String head) throws Exception {
        Counter brokenOff = metrics.counter("gateway.files.uploads", "outcome", "broken_off");
        double before = brokenOff.count();
        CompletableFuture<Void> goesOn = new CompletableFuture<>();
        Route unknown = router.route().order(RouteOrder.REQUESTS + 1).handler(context -> onceGone(context, goesOn));
        try {
            connected(head + KEY + length(BODY) + "\r\n").close();
            goesOn.get(5, TimeUnit.SECONDS);
        } finally {
            unknown.remove();
        }

        await().during(Duration.ofMillis(300)).until(() -> budget.held() == 0);
        await().untilAsserted(() -> assertEquals(
                head.equals(UPLOAD) ? 1 : 0, brokenOff.count() - before, "uploads that gave their slot back"));
    }

    private static void onceGone(RoutingContext context, CompletableFuture<Void> goesOn) {
        if (context.response().closed()) {
            context.next();
            goesOn.complete(null);
        } else {
            context.vertx().setTimer(10, later -> onceGone(context, goesOn));
        }
    }

    @Test
    void undeclaredBodyIsCountedAsItComes() throws IOException {
        String head = SUBMISSION + TYPE + KEY + "Transfer-Encoding: chunked\r\n\r\n";
        try (Socket socket = connected(head + "100\r\n" + " ".repeat(256) + "\r\n")) {
            await().until(() -> budget.held() == 256);
            String chunk = "10000\r\n" + " ".repeat(0x10000) + "\r\n";
            send(socket, chunk.repeat(12));

            assertTrue(answer(socket).startsWith("HTTP/1.1 413 "));
        }
        nothingIsHeld();
    }

    @Test
    void whoWillBeReadIsToldToGoOn() throws IOException {
        try (Socket socket = connected(SUBMISSION + TYPE + KEY + CONTINUE + length(BODY) + "\r\n")) {
            assertTrue(answer(socket).startsWith("HTTP/1.1 100 "));
            send(socket, BODY);
            assertTrue(answer(socket).startsWith("HTTP/1.1 202 "));
        }
    }

    @Test
    void providerWhoseTokenIsGenuineIsToldToGoOn() throws IOException {
        String url = provider.taskOf(submitted("[sim:never-finishes] to go on")).callBackUrl();
        String path = URI.create(url).getPath();
        try (Socket socket = connected("POST " + path + " HTTP/1.1\r\n" + TYPE + CONTINUE + length(BODY) + "\r\n")) {
            assertTrue(answer(socket).startsWith("HTTP/1.1 100 "));
            send(socket, BODY);
            assertTrue(answer(socket).startsWith("HTTP/1.1 200 "));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "404 POST /callbacks/kie/0190f6c2-7b1e-7a90-8f2b-2f4f5f3f1a11/forged HTTP/1.1\r\nContent-Length: 9\r\n",
                "401 " + SUBMISSION + "Content-Length: 9\r\n",
                "401 " + SUBMISSION + "Authorization: Bearer wrong\r\nContent-Length: 9\r\n",
                "403 " + SUBMISSION + "Authorization: Bearer " + Backends.OPS_KEY + "\r\nContent-Length: 9\r\n",
                "413 " + SUBMISSION + KEY + "Content-Length: 786433\r\n",
                "413 " + SUBMISSION + KEY + "Content-Length: 3000000\r\n",
                "404 POST /nowhere HTTP/1.1\r\n" + KEY + "Content-Length: 9\r\n",
                "405 PUT /v1/generations HTTP/1.1\r\n" + KEY + "Content-Length: 9\r\n",
                "404 PATCH /v1/generations/x/y HTTP/1.1\r\n" + KEY + "Content-Length: 9\r\n"
            })
    void whoIsRefusedGetsTheFinalAnswerAloneAndIsClosed(String expected) throws IOException {
        try (Socket socket = connected(expected.substring(4) + TYPE + CONTINUE + "\r\n")) {
            socket.setSoTimeout(5_000);
            String all = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
            assertEquals("HTTP/1.1 " + expected.substring(0, 4), all.substring(0, 13), all);
        }
    }

    private void nothingIsHeld() {
        await().until(() -> budget.held() == 0);
        ads().get("/v1/generations?limit=1").then().statusCode(200);
    }

    private static String length(String body) {
        return "Content-Length: " + body.length() + "\r\n";
    }

    private static String answer(Socket socket) throws IOException {
        socket.setSoTimeout(5_000);
        byte[] start = new byte[4_096];
        int count = socket.getInputStream().read(start);
        return count < 0 ? "" : new String(start, 0, count, ISO_8859_1);
    }
}
