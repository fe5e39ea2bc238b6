package dev.gengate.proof.simulator.client;

import dev.gengate.proof.gateway.Json;
import dev.gengate.proof.servers.Blocking;
import dev.gengate.proof.simulator.ControlRoutes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Calls of the simulator's control API. */
final class ControlCalls {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** One for all: every test has its own of these calls. */
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final URI simulator;

    ControlCalls(URI simulator) {
        this.simulator = simulator;
    }

    <T> T get(String path, Class<T> type) {
        return Json.read(getText(path), type);
    }

    String getText(String path) {
        return send(request(path).GET().build());
    }

    void post(String path, Object body) {
        send(request(path)
                .POST(HttpRequest.BodyPublishers.ofString(Json.write(body)))
                .build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(simulator.resolve(ControlRoutes.PREFIX + path))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json");
    }

    private String send(HttpRequest request) {
        try {
            HttpResponse<String> response = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IllegalStateException(request.uri() + " answered " + response.body());
            }
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw Blocking.interrupted(e);
        }
    }
}
