package dev.gengate.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.proof.gateway.CommandLine;
import dev.gengate.proof.manifests.Kustomize;
import dev.gengate.proof.manifests.Manifests;
import dev.gengate.proof.manifests.YamlFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The way from a clone to a cluster, in k8s/README.md: what needs neither a cluster nor a registry is run as it stands there. */
@EnabledIf("dev.gengate.proof.manifests.Kustomize#available")
class KubernetesReadmeTest {
    private static final String README = YamlFile.text(Path.of("k8s/README.md"));
    private static final Pattern BLOCK = Pattern.compile("```sh\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern PATCH = Pattern.compile("```yaml\\n(  - target:.*?)```", Pattern.DOTALL);
    private static final Pattern ARGUMENT = Pattern.compile("--build-arg (\\w+)=");
    private static final Map<String, String> VALUES = Map.of(
            "access",
            "of-the-bucket",
            "secret",
            "of-the-bucket",
            "provider",
            "of-the-provider",
            "callback",
            "of-the-callbacks",
            "key",
            "of-ads",
            "ops",
            "of-ops");

    @TempDir
    Path folder;

    @Test
    void overlaysAreRendered() {
        for (var command : commands("kubectl kustomize")) {
            assertTrue(run(command).contains("kind: Deployment"), command);
        }
    }

    @Test
    void secretsHaveTheKeysThatTheManifestsAskFor() {
        var made = commands("kubectl -n generation-gateway create secret").stream()
                .map(command -> YamlFile.readAll(run(command.replace("| kubectl apply -f -", "")))
                        .get(0))
                .toList();

        assertEquals(
                List.of("generation-gateway-backups", "generation-gateway"),
                made.stream().map(Manifests::name).toList());
        assertEquals(2, made.get(0).path("data").size());
        for (var key : made.get(0).path("data").properties()) {
            assertTrue(YamlFile.text(Path.of("k8s/components/cloudnative-pg/backup.yaml"))
                    .contains("key: " + key.getKey()));
        }
        for (var caller : List.of("ADS", "OPS")) {
            var digest = made.get(1)
                    .at("/data/GATEWAY_CALLERS__" + caller + "__KEY_SHA256")
                    .asText();
            assertEquals(64, Base64.getDecoder().decode(digest).length);
        }
        assertEquals(
                "of-the-callbacks",
                new String(
                        Base64.getDecoder()
                                .decode(made.get(1)
                                        .at("/data/GATEWAY_CALLBACK_SECRETS")
                                        .asText()),
                        StandardCharsets.UTF_8),
                "made again, it is the same");
        var roles = made.get(1).at("/data/GATEWAY_CALLERS__OPS__ROLES").asText();
        assertEquals("operator", new String(Base64.getDecoder().decode(roles), StandardCharsets.UTF_8));
    }

    @Test
    void keysAreMadeAndHashed() {
        assertTrue(run(commands("callback=").get(0)).matches("[0-9a-f]{64}\\s*"));
        for (var key : List.of("key=", "ops=")) {
            assertTrue(run(commands(key).get(0)).matches("[0-9a-f]{64} .*\\s*"));
        }
    }

    /** The names that manifests and this file must agree about. */
    @Test
    void namespacesAndIssuerThatAreNamedAreThoseOfTheManifests() {
        var policy = Kustomize.render("overlays/prod").the("NetworkPolicy").toString();
        for (var namespace : List.of("monitoring", "ingress-nginx")) {
            assertTrue(policy.contains("\"kubernetes.io/metadata.name\":\"" + namespace + "\""), namespace);
            assertTrue(README.contains("`" + namespace + "`"), namespace);
        }
        var issuer = Kustomize.render("overlays/prod")
                .the("Ingress")
                .at("/metadata/annotations")
                .path("cert-manager.io/cluster-issuer")
                .asText();
        assertTrue(README.contains("kind: ClusterIssuer\n  metadata:\n    name: " + issuer + "\n"));
    }

    @Test
    void imageIsBuiltWithArgumentsThatTheContainerFileHas() {
        var file = YamlFile.text(Path.of("deploy/Containerfile"));
        var arguments =
                ARGUMENT.matcher(README).results().map(found -> found.group(1)).toList();

        assertEquals(List.of("VERSION", "REVISION"), arguments);
        assertTrue(arguments.stream().allMatch(argument -> file.contains("ARG " + argument)));
    }

    /** In a copy of what is here: the command that names the digest, and the patch at the end of that file. */
    @Test
    void digestAndPullSecretReachThePods() throws IOException {
        run("mkdir " + folder + "/target " + folder + "/deploy; cp -r k8s " + folder + "; cp -r deploy/monitoring "
                + folder + "/deploy");
        var digest = "sha256:" + "0a".repeat(32);
        Files.writeString(folder.resolve("target/digest"), digest + "\n");
        run("cd " + folder + "; " + commands("image=").get(0) + "; "
                + commands("overlay=").get(0) + "; " + commands("sed -E").get(0));
        var overlay = folder.resolve("k8s/overlays/prod/kustomization.yaml");
        Files.writeString(
                overlay, PATCH.matcher(README).results().toList().get(0).group(1), StandardOpenOption.APPEND);

        var rendered = new Manifests(YamlFile.readAll(run("kubectl kustomize " + overlay.getParent())));

        assertEquals(
                "registry.example.com/generation-gateway@" + digest,
                rendered.container().path("image").asText());
        assertEquals(
                "generation-gateway-pull",
                rendered.the("ServiceAccount").at("/imagePullSecrets/0/name").asText());
        assertEquals(1, rendered.the("Ingress").at("/spec/tls").size(), "its own patches are there");
    }

    @Test
    void topicMadeByHandIsTheTopicOfTheComponent() {
        var topic = YamlFile.read(Path.of("k8s/components/strimzi/topic.yaml")).path("spec");
        var command = commands("kafka-topics.sh").get(0);

        assertTrue(command.contains("--partitions " + topic.path("partitions").asText()));
        assertTrue(command.contains(
                "--replication-factor " + topic.path("replicas").asText()));
        for (var name : List.of("retention.ms", "min.insync.replicas")) {
            assertTrue(
                    command.contains(
                            name + "=" + topic.path("config").path(name).asText()),
                    name);
        }
    }

    /** The blocks that begin so; lines that go on are one. */
    private static List<String> commands(String start) {
        return BLOCK.matcher(README)
                .results()
                .map((MatchResult block) -> block.group(1).replaceAll("\\\\\\n\\s*", ""))
                .flatMap(String::lines)
                .filter(line -> line.startsWith(start))
                .toList();
    }

    private static String run(String command) {
        return CommandLine.run(VALUES, "bash", "-ec", command).orFail();
    }
}
