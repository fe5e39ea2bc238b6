package dev.gengate.proof.gateway;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gengate.proof.servers.Backends;
import dev.gengate.proof.servers.LocalPostgres;
import dev.gengate.proof.servers.Ports;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The packaged jar as a process of its own, with plain environment variables and nothing else. */
public final class PackagedGateway implements AutoCloseable {
    private final Map<String, String> environment;
    private final Path log;
    private Process process;

    private PackagedGateway(Map<String, String> environment, Path log) {
        this.environment = environment;
        this.log = log;
    }

    /** The environment of a gateway with a database of its own on that server. */
    public static Map<String, String> environment(LocalPostgres postgres, String kafka) {
        String database = "env_" + UUID.randomUUID().toString().replace("-", "");
        postgres.createDatabase(database);
        Map<String, String> environment = new HashMap<>();
        environment.put("GATEWAY_DB_HOST", LocalPostgres.HOST);
        environment.put("GATEWAY_DB_PORT", String.valueOf(postgres.port()));
        environment.put("GATEWAY_DB_NAME", database);
        environment.put("GATEWAY_DB_USER", LocalPostgres.USER);
        environment.put("GATEWAY_DB_PASSWORD", LocalPostgres.PASSWORD);
        environment.put("KAFKA_BOOTSTRAP_SERVERS", kafka);
        int port = Ports.free();
        environment.put("GATEWAY_PUBLIC_URL", "http://localhost:" + port);
        environment.put("GATEWAY_CALLBACK_SECRETS", Backends.CALLBACK_SECRET);
        environment.put("GATEWAY_PROVIDER_KIE_URL", Backends.simulator().toString());
        environment.put("GATEWAY_PROVIDER_KIE_API_KEY", Backends.PROVIDER_KEY);
        environment.put("GATEWAY_CALLERS__ADS__KEY_SHA256", Backends.sha256(Backends.ADS_KEY));
        environment.put("QUARKUS_HTTP_PORT", String.valueOf(port));
        environment.put("QUARKUS_MANAGEMENT_PORT", String.valueOf(Ports.free()));
        environment.put("QUARKUS_SHUTDOWN_DELAY", "0S");
        return environment;
    }

    /** The environment of one more replica on the same database. */
    public static Map<String, String> anotherReplica(Map<String, String> environment) {
        Map<String, String> another = new HashMap<>(environment);
        another.put("QUARKUS_HTTP_PORT", String.valueOf(Ports.free()));
        another.put("QUARKUS_MANAGEMENT_PORT", String.valueOf(Ports.free()));
        return another;
    }

    /** Starts the jar; what it prints goes to a file. */
    public static PackagedGateway start(Map<String, String> environment) {
        // a gateway of some seconds: the second compiler would only take the processor from it
        return start(environment, Path.of(""), GatewayProcess.packagedJar("-XX:TieredStopAtLevel=1"));
    }

    /** The same by another command, in another folder. */
    public static PackagedGateway start(Map<String, String> environment, Path folder, List<String> command) {
        try {
            PackagedGateway gateway = new PackagedGateway(
                    environment, Files.createTempFile(SuiteOutput.file("").getParent(), "gateway", ".log"));
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toAbsolutePath().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(gateway.log.toFile());
            builder.environment().putAll(environment);
            gateway.process = builder.start();
            return gateway;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it says that it is ready. */
    public PackagedGateway awaitReady() {
        await().atMost(Duration.ofSeconds(90)).ignoreExceptions().until(() -> readiness() == 200);
        return this;
    }

    /** The status of its readiness probe. */
    public int readiness() {
        return health("ready").statusCode();
    }

    /** What {@code /q/health/{probe}} answers. */
    public Response health(String probe) {
        return kept().get("http://localhost:" + environment.get("QUARKUS_MANAGEMENT_PORT") + "/q/health/" + probe);
    }

    /** What a scrape finds now. */
    public Scrape metrics() {
        return Scrape.of(kept().get("http://localhost:" + environment.get("QUARKUS_MANAGEMENT_PORT") + "/q/metrics")
                .asString());
    }

    /** A request of the caller {@code ads} to this gateway. */
    public RequestSpecification ads() {
        return as(Backends.ADS_KEY);
    }

    /** A request of whoever has that key or token. */
    public RequestSpecification as(String credentials) {
        return kept().baseUri(environment.get("GATEWAY_PUBLIC_URL"))
                .header("Authorization", "Bearer " + credentials)
                .contentType("application/json");
    }

    /** Of its process. */
    public long pid() {
        return process.pid();
    }

    /** Whether its process is gone. */
    public boolean ended() {
        return !process.isAlive();
    }

    private static RequestSpecification kept() {
        return given().filter(new SuiteOutput());
    }

    /** Waits for it to end by itself; its exit code. */
    public int awaitExit() {
        await().atMost(Duration.ofSeconds(90)).until(this::ended);
        return process.exitValue();
    }

    /** What it printed so far. */
    public String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Each line it logged so far, as the JSON that it must be in production. */
    public List<JsonNode> log() {
        return output().lines().map(Json::read).toList();
    }

    /** The states that it logged for a generation, in their order. */
    public List<String> transitions(String generationId) {
        return log().stream()
                .map(line -> line.path("mdc"))
                .filter(fields ->
                        generationId.equals(fields.path("generationId").asText()))
                .map(fields -> fields.path("state").asText())
                .toList();
    }

    /** SIGTERM, as Kubernetes does. */
    public void terminate() {
        process.destroy();
    }

    /** {@link #terminate()}; SIGKILL if that does not end it. */
    @Override
    public void close() {
        terminate();
        try {
            awaitExit();
        } finally {
            process.destroyForcibly();
        }
    }
}
