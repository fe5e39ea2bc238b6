package dev.gengate.proof.gateway;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gengate.proof.contract.ContractFilter;
import dev.gengate.proof.servers.Backends;
import dev.gengate.proof.servers.LocalPostgres;
import dev.gengate.proof.servers.Ports;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
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
    private final GatewayProcess process;

    private PackagedGateway(Map<String, String> environment, GatewayProcess process) {
        this.environment = environment;
        this.process = process;
    }

    /** The environment of a gateway with a database of its own on that server. */
    public static Map<String, String> environment(LocalPostgres postgres, String kafka) {
        String database = "env_" + UUID.randomUUID().toString().replace("-", "");
        postgres.createDatabase(database);
        int port = Ports.free();
        return new GatewayEnvironment(postgres.port(), database, kafka)
                .provider(Backends.simulator(), Backends.PROVIDER_KEY)
                .calledBack(URI.create("http://localhost:" + port), Backends.CALLBACK_SECRET)
                .caller("ads", Backends.ADS_KEY)
                .ports(port, Ports.free())
                .endsAtOnce()
                .variables();
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
        String[] options = {"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Dorg.jboss.logging.locale=und"};
        return start(environment, Path.of(""), GatewayProcess.packagedJar(options));
    }

    /** The same by another command, in another folder. */
    public static PackagedGateway start(Map<String, String> environment, Path folder, List<String> command) {
        GatewayProcess process = new GatewayProcess(command, environment, logFile());
        process.in(folder).start();
        return new PackagedGateway(environment, process);
    }

    /** Beside the other output of the suite. */
    private static Path logFile() {
        try {
            return Files.createTempFile(SuiteOutput.file("").getParent(), "gateway", ".log");
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

    /** Where callers and the provider reach it. */
    public URI uri() {
        return URI.create(environment.get("GATEWAY_PUBLIC_URL"));
    }

    /** A request of whoever has that key or token. */
    public RequestSpecification as(String credentials) {
        return kept().baseUri(uri().toString())
                .header("Authorization", "Bearer " + credentials)
                .contentType("application/json");
    }

    /** Submits a prompt as {@code ads}; the generation's id. */
    public String submitted(String prompt) {
        return ads().body(GatewayCalls.prompt(prompt))
                .post("/v1/generations")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
    }

    /** The same, and waits until it has succeeded. */
    public String succeeded(String prompt) {
        return ads().header("Prefer", "wait=20")
                .body(GatewayCalls.prompt(prompt))
                .post("/v1/generations")
                .then()
                .statusCode(200)
                .body("state", equalTo("succeeded"))
                .extract()
                .path("id");
    }

    /** Waits until that generation has succeeded. */
    public void awaitSuccess(String id) {
        ads().header("Prefer", "wait=30")
                .get("/v1/generations/" + id)
                .then()
                .statusCode(200)
                .body("state", equalTo("succeeded"));
    }

    /** The id of its process. */
    public long pid() {
        return process.pid();
    }

    /** Whether its process is gone. */
    public boolean ended() {
        return !process.running();
    }

    private static RequestSpecification kept() {
        // a test over @QuarkusTest in the same JVM may have left filters
        return given().noFilters().filter(new SuiteOutput()).filter(new ContractFilter());
    }

    /** Waits for it to end by itself; its exit code. */
    public int awaitExit() {
        await().atMost(Duration.ofSeconds(90)).until(this::ended);
        return process.exitCode();
    }

    /** What it printed so far. */
    public String output() {
        return process.printed();
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
        process.terminate();
    }

    /** SIGKILL. */
    public void kill() {
        process.kill();
    }

    /** {@link #terminate()}; SIGKILL if that does not end it. */
    @Override
    public void close() {
        terminate();
        try {
            awaitExit();
        } finally {
            process.kill();
        }
    }
}
