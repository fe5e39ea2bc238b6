package dev.gengate.proof.image;

import static io.restassured.RestAssured.given;

import dev.gengate.proof.gateway.CompletedEvents;
import dev.gengate.proof.local.LocalEnvironment;
import dev.gengate.proof.servers.Backends;
import dev.gengate.proof.servers.Ports;
import java.util.List;
import java.util.Map;

/** The image that callers test against, from outside: a generation, its event, and the result that the event names. */
record SandboxImage(String image) {
    /** Another address of this machine than {@code localhost}. */
    private static final String OUTSIDE = "127.0.0.2";

    void run() {
        int kafka = Ports.free();
        Map<String, String> environment = environment(kafka);
        try (Contained sandbox = Contained.begin(List.of(), environment, image).awaitReady();
                CompletedEvents events = CompletedEvents.open("localhost:" + kafka, Backends.TOPIC)) {
            String id = OverlayRun.generation(environment.get("GATEWAY_PUBLIC_URL"), LocalEnvironment.CALLER_KEY);
            String result = events.awaitEventOf(id).json().at("/results/0/url").asText();
            String there = result.replace("localhost", OUTSIDE);
            // the provider's host, and so its simulator, refuses what libraries call themselves
            int status = given().header("User-Agent", "a consumer").get(there).statusCode();
            Require.same("status of " + there, 200, status);
            ImageRun.say("the sandbox has made one, its event is on the topic, and its result is there from outside");
            ImageRun.say("stopped after %.1f s", sandbox.stop());
        }
    }

    private static Map<String, String> environment(int kafka) {
        String http = String.valueOf(Ports.free());
        return Map.of(
                "GATEWAY_PUBLIC_URL", "http://localhost:" + http,
                "QUARKUS_HTTP_PORT", http,
                "QUARKUS_MANAGEMENT_PORT", String.valueOf(Ports.free()),
                "LOCAL_KAFKA_PORT", String.valueOf(kafka),
                "LOCAL_SIMULATOR_PORT", String.valueOf(Ports.free()),
                "LOCAL_POSTGRES_PORT", String.valueOf(Ports.free()));
    }
}
