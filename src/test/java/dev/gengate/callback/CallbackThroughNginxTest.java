package dev.gengate.callback;

import static dev.gengate.proof.gateway.GatewayCalls.read;
import static dev.gengate.proof.gateway.GatewayCalls.submitted;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.proof.attack.RawHttp;
import dev.gengate.proof.servers.Backends;
import dev.gengate.proof.servers.LocalNginx;
import dev.gengate.proof.servers.Ports;
import dev.gengate.proof.simulator.client.ProviderTask;
import dev.gengate.support.GatewayTest;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** The way in as deploy/nginx/callbacks.conf has it, by Debian's nginx: callbacks arrive, and no log of it has a token. */
@QuarkusTest
@EnabledIf("nginxIsHere")
class CallbackThroughNginxTest extends GatewayTest {
    private static final int TOO_LONG = 40_000;
    private static final int PATIENCE_MILLIS = 5_000;

    @Test
    void callbackArrivesAndNothingElse() {
        ProviderTask task = task();
        try (LocalNginx nginx = LocalNginx.start(Backends.gateway())) {
            assertEquals(200, post(nginx, path(task), CallbackTest.success(task.taskId())));
            read(task.generationId()).body("state", equalTo("succeeded"));
            assertEquals(404, post(nginx, "/v1/generations", "{}"));
            assertEquals(404, post(nginx, "/q/openapi", "{}"));
            assertNoToken(nginx, task);
        }
    }

    @Test
    void tokenIsInNoLogWhateverFails() {
        ProviderTask task = task();
        try (LocalNginx nginx = LocalNginx.start(URI.create("http://127.0.0.1:" + Ports.free()))) {
            assertEquals(502, post(nginx, path(task), CallbackTest.success(task.taskId())));
            assertEquals(404, post(nginx, "/elsewhere" + path(task), ""));
            assertRefused(nginx, "POST " + path(task) + " HTTP/1.1\r\nHost: x\r\nContent-Length: 3000000\r\n\r\n");
            assertRefused(nginx, "POST " + path(task) + " HTTP/1.1\r\nHost: x\r\nno header\r\n\r\n");
            assertRefused(nginx, "POST " + path(task) + " HTTP/x\r\n\r\n");
            assertRefused(nginx, "POST " + path(task) + "x".repeat(TOO_LONG) + " HTTP/1.1\r\n\r\n");
            assertNoToken(nginx, task);
        }
    }

    private static int post(LocalNginx nginx, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(at(nginx).resolve(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient()
                .sendAsync(request, HttpResponse.BodyHandlers.discarding())
                .join()
                .statusCode();
    }

    private static void assertRefused(LocalNginx nginx, String request) {
        String answer = new RawHttp(at(nginx), PATIENCE_MILLIS, 0)
                .send(request.getBytes(StandardCharsets.ISO_8859_1))
                .text();

        assertTrue(answer.matches("(?s).*\\b4(00|13|14)\\b.*"), answer);
    }

    private ProviderTask task() {
        return provider.taskOf(submitted("[sim:never-finishes] through nginx"));
    }

    private static void assertNoToken(LocalNginx nginx, ProviderTask task) {
        String token = path(task).substring(path(task).lastIndexOf('/') + 1);
        assertFalse(nginx.logs().contains(token), nginx::logs);
    }

    private static String path(ProviderTask task) {
        return URI.create(task.callBackUrl()).getPath();
    }

    private static URI at(LocalNginx nginx) {
        return URI.create("http://127.0.0.1:" + nginx.port());
    }

    static boolean nginxIsHere() {
        if (!LocalNginx.installed()) {
            System.err.println("SKIPPED, no nginx here: callbacks through it are not tried");
        }
        return LocalNginx.installed();
    }
}
