package dev.gengate.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gengate.custody.CustodyConfig;
import dev.gengate.files.FilesConfig;
import dev.gengate.proof.gateway.CommandLine;
import dev.gengate.proof.manifests.Kustomize;
import dev.gengate.proof.manifests.Manifests;
import dev.gengate.proof.manifests.Rule;
import dev.gengate.proof.manifests.StrictSchema;
import dev.gengate.proof.manifests.YamlFile;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The manifests that no overlay applies: an operator's own, and an example, beside those of the production overlay. */
class OperatorManifestsTest {
    private static final Path STORE = Path.of("k8s/components/result-store");
    private static final Path KAFKA = Path.of("k8s/components/strimzi/kafka.example.yaml");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "deploy/operations/restored-cluster.yaml",
                "deploy/operations/topic-reader.yaml",
                "k8s/overlays/dev/backends.yaml",
                "k8s/components/strimzi/kafka.example.yaml",
                "k8s/components/strimzi/intake.example.yaml"
            })
    void keepsTheSchemaOfItsKind(String file) {
        var faults = YamlFile.readAll(YamlFile.text(Path.of(file))).stream().flatMap(StrictSchema::violations);

        assertEquals(List.of(), faults.toList());
    }

    /** By the lines of the runbook, on a copy of what is here, in which the database has a second role by now. */
    @Test
    @EnabledIf("dev.gengate.proof.manifests.Kustomize#available")
    void eachRestoreTakesThePlaceOfTheClusterBefore(@TempDir Path folder) {
        String runbook = YamlFile.text(Path.of("docs/operations.md"));
        int restored = runbook.indexOf("## The database was restored");
        String lines = between(runbook, 0, "database=$(", "primary()")
                + between(runbook, restored, "   old=", "   k apply -f k8s/components");
        CommandLine.run(
                        "bash",
                        "-ec",
                        "cp -r --parents k8s deploy/operations deploy/monitoring %1$s; cd %1$s\n".formatted(folder)
                                + "sed -i s/-db-app/-second-role/ k8s/components/cloudnative-pg/deployment.yaml\n"
                                + "date() { echo 1; }\n" + lines + "date() { echo 2; }\n" + lines)
                .orFail();

        var production = Kustomize.render("overlays/prod");
        var now = new Manifests(YamlFile.readAll(CommandLine.run("kubectl", "kustomize", folder + "/k8s/overlays/prod")
                .orFail()));
        var cluster = now.the("Cluster");
        var source = cluster.at("/spec/externalClusters/0");

        assertEquals(List.of(), Rule.allViolations(now).toList());
        assertEquals("generation-gateway-db-2", Manifests.name(cluster));
        assertEquals(
                "generation-gateway-db-2",
                now.the("ScheduledBackup").at("/spec/cluster/name").asText());
        assertEquals(cluster.at("/spec/bootstrap/recovery/source"), source.path("name"));
        assertEquals(
                Manifests.name(production.the("ObjectStore")),
                source.at("/plugin/parameters/barmanObjectName").asText());
        assertEquals(
                "generation-gateway-db-1",
                source.at("/plugin/parameters/serverName").asText());
        assertEquals(
                production.the("Cluster").at("/spec/postgresql"),
                cluster.at("/spec/postgresql"),
                "as safe as the old one");
    }

    private static String between(String text, int from, String first, String end) {
        int begin = text.indexOf(first, from);
        return text.substring(begin, text.indexOf(end, begin));
    }

    /** By the lines of the runbook: the common topic, and one of a caller's own. */
    @Test
    @EnabledIf("dev.gengate.proof.manifests.Kustomize#available")
    void readerMayReadEachTopicOfEventsOfTheOverlay(@TempDir Path folder) throws IOException {
        productionWith("caller-topic", folder);
        String runbook = YamlFile.text(Path.of("docs/operations.md"));
        String lines = runbook.substring(runbook.indexOf("   topics="), runbook.indexOf("   k wait kafkauser"))
                .replace("k8s/overlays/prod", folder.toString());

        ObjectNode reader = YamlFile.readAll(
                        CommandLine.run("bash", "-ec", "k() { cat; }\n" + lines).orFail())
                .get(0);

        assertEquals(List.of(), StrictSchema.violations(reader).toList());
        List<String> topics = new ArrayList<>();
        for (JsonNode acl : reader.at("/spec/authorization/acls")) {
            assertTrue(acl.path("operations").toString().contains("\"Read\""));
            if ("topic".equals(acl.at("/resource/type").asText())) {
                topics.add(acl.at("/resource/name").asText());
            }
        }
        assertEquals(List.of("generation.completed", "shop.generations", "generation.stored"), topics);
    }

    @Test
    @EnabledIf("dev.gengate.proof.manifests.Kustomize#available")
    void topicOfACallerIsAddedToTheOverlay(@TempDir Path folder) throws IOException {
        var manifests = productionWith("caller-topic", folder);

        assertEquals(List.of(), Rule.allViolations(manifests).toList());
        var acls = manifests.named("KafkaUser", "generation-gateway-kafka").at("/spec/authorization/acls");
        assertEquals(acls.at("/0/operations"), acls.at("/2/operations"));
        assertEquals(
                manifests.configuration().path("GATEWAY_CALLERS__SHOP__TOPIC"),
                manifests.named("KafkaTopic", "shop.generations").at("/metadata/name"));
    }

    private static Manifests productionWith(String component, Path folder) throws IOException {
        Path k8s = folder.toRealPath().relativize(Path.of("k8s").toRealPath());
        Files.writeString(
                folder.resolve("kustomization.yaml"),
                "namespace: generation-gateway\nresources: [%1$s/overlays/prod]\ncomponents: [%1$s/components/%2$s]\n"
                        .formatted(k8s, component));
        return new Manifests(YamlFile.readAll(
                CommandLine.run("kubectl", "kustomize", folder.toString()).orFail()));
    }

    @Test
    @EnabledIf("dev.gengate.proof.manifests.Kustomize#available")
    void storeOfResultsIsAddedToTheOverlay(@TempDir Path folder) throws IOException {
        var manifests = productionWith("result-store", folder);

        assertEquals(List.of(), Rule.allViolations(manifests).toList());
        assertEquals(
                "s3", manifests.configuration().path("GATEWAY_CUSTODY_STORE").asText());
        String incoming =
                manifests.configuration().path("GATEWAY_CUSTODY_DIRECTORY").asText();
        assertTrue(manifests
                .named("Deployment", "generation-gateway")
                .at("/spec/template/spec/containers/0/volumeMounts")
                .findValuesAsText("mountPath")
                .contains(incoming));
        assertTrue(manifests
                .named("ServiceAccount", "generation-gateway")
                .at("/metadata/annotations")
                .has("eks.amazonaws.com/role-arn"));
    }

    /** What is copied and uploaded at one time: a pod that exceeds its volume is evicted. */
    @Test
    void volumeOfIncomingFilesHoldsTheLargestAtOneTime() {
        JsonNode volume = YamlFile.read(STORE.resolve("deployment.yaml")).at("/spec/template/spec/volumes/0/emptyDir");
        SmallRyeConfig defaults = new SmallRyeConfigBuilder()
                .withMapping(CustodyConfig.class)
                .withMapping(FilesConfig.class)
                .build();
        CustodyConfig custody = defaults.getConfigMapping(CustodyConfig.class);
        FilesConfig files = defaults.getConfigMapping(FilesConfig.class);

        long most = custody.concurrency() * custody.maxBytes() + files.concurrency() * files.maxBytes();

        long gibibytes = Long.parseLong(volume.path("sizeLimit").asText().replace("Gi", ""));
        assertTrue(most <= gibibytes << 30, () -> most + " bytes");
    }

    /** The actions by what the store calls; reading is for its signed URLs, whose host and credentials are the client's. */
    @Test
    void policyOfTheBucketAllowsWhatTheStoreDoesAndNothingElse() throws IOException {
        Map<String, String> actions = Map.of(
                "putObject", "s3:PutObject",
                "deleteObject", "s3:DeleteObject",
                "listObjectsV2", "s3:ListBucket",
                "serviceClientConfiguration", "s3:GetObject",
                "utilities", "s3:GetObject");
        String store = Files.readString(Path.of("src/main/java/dev/gengate/custody/S3Store.java"));
        Set<String> used = Pattern.compile("client\\(\\)\\s*\\.(\\w+)\\(")
                .matcher(store)
                .results()
                .map(call -> actions.getOrDefault(call.group(1), call.group(1)))
                .collect(Collectors.toSet());

        Set<String> allowed = new HashSet<>();
        YamlFile.read(STORE.resolve("policy.json"))
                .findValues("Action")
                .forEach(list -> list.forEach(action -> allowed.add(action.asText())));
        assertEquals(used, allowed);
    }

    @Test
    @EnabledIf("dev.gengate.proof.manifests.Kustomize#available")
    void exampleOfABrokerHasTheListenerThatTheGatewayAsksFor() {
        var kafka = YamlFile.readAll(YamlFile.text(KAFKA)).get(0);
        var listener = kafka.at("/spec/kafka/listeners/0");
        var asked = Kustomize.render("overlays/prod").configuration();

        assertEquals(
                asked.path("KAFKA_BOOTSTRAP_SERVERS").asText(),
                Manifests.name(kafka) + "-kafka-bootstrap:"
                        + listener.path("port").asText());
        assertTrue(listener.path("tls").asBoolean());
        assertEquals(
                asked.path("KAFKA_SASL_MECHANISM").asText().toLowerCase(Locale.ROOT),
                listener.at("/authentication/type").asText());
        assertEquals("simple", kafka.at("/spec/kafka/authorization/type").asText());
    }
}
