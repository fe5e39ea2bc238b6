package dev.gengate.proof.image;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gengate.proof.gateway.CompletedEvents;
import dev.gengate.proof.gateway.Json;
import dev.gengate.proof.gateway.PackagedGateway;
import dev.gengate.proof.gateway.SecretScan;
import dev.gengate.proof.manifests.Kustomize;
import dev.gengate.proof.manifests.Manifests;
import dev.gengate.proof.servers.Backends;
import dev.gengate.proof.servers.LocalPostgres;
import dev.gengate.proof.servers.TlsServers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The rendered overlays on a real engine: dev over clear text, prod over TLS alone, with the rights of its KafkaUser. */
final class OverlayRun {
    /** The pod is named in another way by each version of the engine. */
    private static final String CONTAINER = "^generation-gateway-pod.*-gateway$";

    private static final String DEVELOPMENT_KEY = "development-only";
    /** What is another in a cluster. */
    private static final List<String> ADDRESSES = List.of(
            "GATEWAY_DB_HOST",
            "GATEWAY_DB_PORT",
            "GATEWAY_DB_NAME",
            "KAFKA_BOOTSTRAP_SERVERS",
            "GATEWAY_PROVIDER_KIE_URL",
            "GATEWAY_PUBLIC_URL",
            "QUARKUS_HTTP_PORT",
            "QUARKUS_MANAGEMENT_PORT");

    private final String image;
    private final Path folder = Path.of("target/overlays").toAbsolutePath();

    OverlayRun(String image) {
        this.image = image;
    }

    void play() throws Exception {
        Files.createDirectories(folder);
        development();
        production();
    }

    private void development() throws IOException {
        Map<String, String> environment = PackagedGateway.environment(LocalPostgres.shared(), Backends.kafka());
        Manifests manifests = Kustomize.render("overlays/dev");
        Map<String, String> secret = Manifests.strings(manifests.the("Secret").path("data")).entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, value -> decoded(value.getValue())));
        // "replace-me", as its comment says
        secret.put("GATEWAY_PROVIDER_KIE_API_KEY", Backends.PROVIDER_KEY);
        play(
                "overlays/dev",
                environment,
                Map.of(Manifests.name(manifests.the("Secret")), secret),
                DEVELOPMENT_KEY,
                Backends.kafka());
    }

    private void production() throws Exception {
        try (TlsServers servers = TlsServers.locked(folder)) {
            asStrimzi(servers, Kustomize.render("overlays/prod"));
            Map<String, String> environment = servers.environment();
            servers.addScram(environment, servers.authority());
            play("overlays/prod", environment, secrets(servers, environment), Backends.ADS_KEY, servers.kafka());
            Require.that(servers.refusesClearText(environment.get("GATEWAY_DB_NAME")), "the database takes clear text");
        }
    }

    /** The topics of the overlay, and the rights of its user. */
    static void asStrimzi(TlsServers servers, Manifests manifests) throws Exception {
        manifests.all("KafkaTopic").map(Manifests::name).forEach(servers::createTopic);
        servers.grant(manifests.the("KafkaUser").at("/spec/authorization/acls"));
    }

    /** As the operators and the secret store make them. */
    private static Map<String, Map<String, String>> secrets(TlsServers servers, Map<String, String> environment) {
        Map<String, Map<String, String>> secrets = new LinkedHashMap<>();
        secrets.put(
                "generation-gateway", only(environment, "GATEWAY_CALLBACK_SECRETS", "GATEWAY_PROVIDER_KIE_API_KEY"));
        secrets.put(
                "generation-gateway-db-app",
                Map.of("username", LocalPostgres.USER, "password", LocalPostgres.PASSWORD));
        secrets.put(
                "generation-gateway-db-ca", Map.of("ca.crt", servers.authority().certificateText()));
        secrets.put("generation-gateway-kafka", Map.of("sasl.jaas.config", environment.get("KAFKA_SASL_JAAS_CONFIG")));
        secrets.put(
                "kafka-cluster-ca-cert", Map.of("ca.crt", servers.authority().certificateText()));
        secrets.put(
                "generation-gateway-callers",
                Map.of("ads", Backends.sha256(Backends.ADS_KEY), "ops", Backends.sha256(Backends.OPS_KEY)));
        return secrets;
    }

    private static Map<String, String> only(Map<String, String> environment, String... names) {
        return Stream.of(names).collect(Collectors.toMap(name -> name, environment::get));
    }

    private void play(
            String overlay,
            Map<String, String> environment,
            Map<String, Map<String, String>> secrets,
            String key,
            String kafka)
            throws IOException {
        Manifests manifests = Kustomize.render(overlay);
        ObjectNode probes = manifests.container().deepCopy();
        Map<String, String> addresses = only(environment, ADDRESSES.toArray(String[]::new));
        if (environment.get("GATEWAY_PROVIDER_KIE_URL").startsWith("https")) {
            // the simulator's certificate is of the throw-away authority; TlsIT has the provider's
            addresses.put("GATEWAY_PROVIDER_KIE_URL", Backends.simulator().toString());
        }
        PlayedOverlay played = new PlayedOverlay(manifests, secrets, folder.resolve(overlay))
                .at(addresses)
                .of(image);
        String file = played.write().toString();
        try {
            Engine.say("kube", "play", "--network", "host", file);
            check(probes, environment, key, kafka, manifests.configuration());
            checkLog(folder.resolve(overlay).resolve("gateway.log"), key, secrets);
            ImageRun.say("%s is played; left out: %s", overlay, String.join(", ", played.leftOut()));
        } catch (AssertionError | IOException | RuntimeException e) {
            System.out.println(Engine.run("logs", container()).output());
            throw e;
        } finally {
            Engine.run("kube", "down", file);
        }
    }

    private static void check(
            JsonNode probes, Map<String, String> environment, String key, String kafka, JsonNode configuration) {
        String management = "http://localhost:" + environment.get("QUARKUS_MANAGEMENT_PORT");
        for (String probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
            String path = probes.at("/" + probe + "/httpGet/path").asText();
            await().atMost(Duration.ofSeconds(60))
                    .ignoreExceptions()
                    .until(() -> given().get(management + path).statusCode() == 200);
        }
        ContainedProcess.of(container()).checkConfinement();
        String id = generation("http://localhost:" + environment.get("QUARKUS_HTTP_PORT"), key);
        try (CompletedEvents events = CompletedEvents.open(
                kafka, configuration.path("GATEWAY_EVENTS_TOPIC").asText())) {
            events.awaitEventOf(id);
        }
    }

    /** One that has ended too. */
    private static String container() {
        return Engine.say("ps", "--all", "--filter", "name=" + CONTAINER, "--format", "{{.Names}}");
    }

    /** Each line is JSON, and none has a secret. */
    private static void checkLog(Path file, String key, Map<String, Map<String, String>> secrets) throws IOException {
        Files.writeString(file, Engine.say("logs", container()));
        Files.readString(file).lines().forEach(Json::read);
        Require.same(
                "leaks",
                List.of(),
                new SecretScan(unsaid(key, secrets)).leaks(file).toList());
    }

    /** The caller's key, and what the Secrets have but for names and certificates. */
    static List<String> unsaid(String key, Map<String, Map<String, String>> secrets) {
        return Stream.concat(
                        Stream.of(key, TlsServers.KAFKA_PASSWORD),
                        secrets.values().stream()
                                .flatMap(secret -> secret.entrySet().stream())
                                .filter(entry -> !entry.getKey().matches("(?i).*user(name)?|ca\\.crt"))
                                .map(Map.Entry::getValue))
                .toList();
    }

    static String generation(String gateway, String key) {
        String id = given().baseUri(gateway)
                .header("Authorization", "Bearer " + key)
                .contentType("application/json")
                .body(Map.of("input", Map.of("prompt", "a lighthouse at dawn")))
                .post("/v1/generations")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
        given().baseUri(gateway)
                .header("Authorization", "Bearer " + key)
                .header("Prefer", "wait=30")
                .get("/v1/generations/" + id)
                .then()
                .body("state", equalTo("succeeded"));
        return id;
    }

    /** Kustomize breaks long values into lines. */
    static String decoded(String value) {
        return new String(Base64.getMimeDecoder().decode(value), StandardCharsets.UTF_8);
    }
}
