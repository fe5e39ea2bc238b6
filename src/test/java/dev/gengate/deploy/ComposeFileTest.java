package dev.gengate.deploy;

import static dev.gengate.proof.manifests.Manifests.elements;
import static dev.gengate.proof.manifests.Manifests.strings;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gengate.proof.gateway.CommandLine;
import dev.gengate.proof.image.ComposeOptions;
import dev.gengate.proof.manifests.ConfigurationNames;
import dev.gengate.proof.manifests.ShutdownRule;
import dev.gengate.proof.manifests.YamlFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

class ComposeFileTest {
    private static final Path FILE = Path.of("deploy/compose.yaml");

    private final JsonNode services = YamlFile.read(FILE).path("services");
    private final Map<String, String> gateway = strings(services.at("/gateway/environment"));

    @Test
    void gatewayGetsKnownVariablesAndEverythingItNeeds() {
        var unknown = gateway.keySet().stream().filter(name -> !ConfigurationNames.isKnownVariable(name));

        assertEquals(List.of(), unknown.toList());
        assertEquals(List.of(), List.copyOf(ConfigurationNames.missing(gateway.keySet())));
    }

    @Test
    void gatewayFindsItsDatabaseAndItsBroker() {
        var postgres = strings(services.at("/postgres/environment"));
        var kafka = strings(services.at("/kafka/environment"));

        assertEquals("postgres", gateway.get("GATEWAY_DB_HOST"));
        assertEquals(postgres.get("POSTGRES_DB"), gateway.get("GATEWAY_DB_NAME"));
        assertEquals(postgres.get("POSTGRES_USER"), gateway.get("GATEWAY_DB_USER"));
        assertEquals(postgres.get("POSTGRES_PASSWORD"), gateway.get("GATEWAY_DB_PASSWORD"));
        assertTrue(
                kafka.get("KAFKA_ADVERTISED_LISTENERS").contains("//" + gateway.get("KAFKA_BOOTSTRAP_SERVERS") + ","));
    }

    @Test
    void brokerKeepsItsDataOnItsVolume() {
        var folder = services.at("/kafka/environment/KAFKA_LOG_DIRS").asText("/tmp");

        assertTrue(elements(services.at("/kafka/volumes"))
                .anyMatch(volume -> volume.asText().equals("kafka:" + folder)));
    }

    @Test
    void resultsAreKeptOnAVolumeThatTheGatewayMayWrite() throws IOException {
        String volume = "results:" + gateway.get("GATEWAY_CUSTODY_DIRECTORY");
        String owner = services.at("/results/entrypoint/1").asText();

        assertEquals("directory", gateway.get("GATEWAY_CUSTODY_STORE"));
        assertEquals(volume, services.at("/gateway/volumes/0").asText());
        assertEquals(volume, services.at("/results/volumes/0").asText());
        assertTrue(Files.readString(FILE.resolveSibling("Containerfile")).contains("USER " + owner));
    }

    @Test
    void gatewayHasTheTimeItsShutdownNeeds() {
        var granted =
                Duration.parse("PT" + services.at("/gateway/stop_grace_period").asText());

        assertTrue(granted.compareTo(ShutdownRule.ofTheApplication()) > 0, granted::toString);
    }

    /** Docker mounts it noexec otherwise, and the epoll library is unpacked there. */
    @Test
    void whatIsUnpackedInTmpMayBeLoaded() {
        var options = services.at("/gateway/tmpfs/0").asText().replaceFirst("^/tmp:?", "");

        assertTrue(List.of(options.split(",")).contains("exec"), options);
    }

    /** A setting that the run of the image does not know would not be run. */
    @Test
    void everySettingOfTheGatewayIsRunWithTheImage() {
        assertTrue(ComposeOptions.ofTheGateway().contains("--read-only=true"));
    }

    @Test
    void secretsHaveNoDefault() {
        assertAll(Stream.of(
                        "GATEWAY_CALLBACK_SECRETS", "GATEWAY_PROVIDER_KIE_API_KEY", "GATEWAY_CALLERS__OPS__KEY_SHA256")
                .map(name -> () -> assertTrue(gateway.get(name).startsWith("${" + name + ":?"), name)));
    }

    @Test
    void someoneMayDoWhatTheRunbookSays() {
        assertEquals("operator", gateway.get("GATEWAY_CALLERS__OPS__ROLES"));
    }

    /** The one that only prepares a volume ends, and is to stay so. */
    @Test
    void whatRunsComesBackAfterAReboot() {
        for (var service : services.properties()) {
            assertEquals(
                    service.getKey().equals("results") ? "" : "unless-stopped",
                    service.getValue().path("restart").asText(),
                    service.getKey());
        }
    }

    @Test
    void everyPortIsOfThisMachineAlone() {
        var ports = StreamSupport.stream(services.spliterator(), false)
                .flatMap(service -> elements(service.path("ports")))
                .map(JsonNode::asText);

        assertAll(ports.map(port -> () -> assertTrue(port.startsWith("127.0.0.1:"), port)));
    }

    @Test
    void everyFileThatIsNamedExists() {
        var mounted = StreamSupport.stream(services.spliterator(), false)
                .flatMap(service -> elements(service.path("volumes")))
                .map(volume -> volume.asText().split(":")[0])
                .filter(source -> source.startsWith("."));
        var container =
                Stream.of("../" + services.at("/gateway/build/dockerfile").asText());

        assertAll(Stream.concat(mounted, container)
                .map(source -> () -> assertTrue(Files.exists(FILE.resolveSibling(source)), source)));
    }

    @Test
    void prometheusScrapesTheManagementPortUnderTheNameThatTheAlertsKnow() {
        var scrape = YamlFile.read(Path.of("deploy/monitoring/prometheus.yaml")).at("/scrape_configs/0");

        assertEquals("generation-gateway", scrape.path("job_name").asText());
        assertEquals("/q/metrics", scrape.path("metrics_path").asText());
        assertEquals("gateway:9000", scrape.at("/static_configs/0/targets/0").asText());
    }

    @Test
    void grafanaFindsPrometheusAndTheDashboard() {
        var source = YamlFile.read(Path.of("deploy/monitoring/grafana/datasources.yaml"));
        var provider = YamlFile.read(Path.of("deploy/monitoring/grafana/dashboards.yaml"));
        var folder = provider.at("/providers/0/options/path").asText();

        assertEquals("http://prometheus:9090", source.at("/datasources/0/url").asText());
        assertTrue(elements(services.at("/grafana/volumes"))
                .anyMatch(volume -> volume.asText().contains(":" + folder + "/dashboard.json")));
    }

    @Test
    @EnabledIf("composeAvailable")
    void composeItselfAcceptsTheFile() {
        var values = Map.of(
                "GATEWAY_PUBLIC_URL", "https://gateway.example.com",
                "GATEWAY_CALLBACK_SECRETS", "for-this-check",
                "GATEWAY_PROVIDER_KIE_API_KEY", "for-this-check",
                "GATEWAY_CALLERS__OPS__KEY_SHA256", "0".repeat(64));

        CommandLine.run(values, "docker", "compose", "-f", FILE.toString(), "config", "--quiet")
                .orFail();
    }

    static boolean composeAvailable() {
        return CommandLine.run("docker", "compose", "version").succeeded();
    }
}
