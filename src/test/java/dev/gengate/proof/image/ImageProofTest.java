package dev.gengate.proof.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.gengate.proof.manifests.Kustomize;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the run of the image looks at, as far as it needs no container. */
class ImageProofTest {
    private static final String TMP = "\n601 590 0:62 / /tmp rw,nosuid - tmpfs tmpfs rw";

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"'ro,relatime', true", "'rw,relatime', false"})
    void rootIsReadOnlyWhenItIsMountedSo(String options, boolean readOnly) {
        String mounts = "590 480 0:52 / / " + options + " - overlay overlay rw,lowerdir=/ro" + TMP;

        assertEquals(readOnly, ContainedProcess.isReadOnly(mounts));
    }

    @ParameterizedTest
    @CsvSource({"105s, 105", "1m45s, 105", "2m, 120"})
    void graceIsGivenInSeconds(String grace, String seconds) {
        assertEquals(
                List.of("--stop-timeout=" + seconds),
                ComposeOptions.options("stop_grace_period", TextNode.valueOf(grace))
                        .toList());
    }

    @Test
    void secretOfManyLinesIsDecoded() {
        assertEquals("development-only", OverlayRun.decoded("ZGV2ZWxvcG1l\nbnQtb25seQ==\n"));
    }

    @Test
    void neitherNamesNorCertificatesAreSecrets() {
        Map<String, String> secret = Map.of("username", "gateway", "password", "p", "ca.crt", "c");
        Map<String, String> variables = Map.of("GATEWAY_DB_USER", "gateway");

        List<String> unsaid = OverlayRun.unsaid("key", Map.of("db", secret, "env", variables));

        assertTrue(unsaid.containsAll(List.of("key", "p")));
        assertFalse(unsaid.contains("gateway") || unsaid.contains("c"));
    }

    @Test
    @EnabledIf("dev.gengate.proof.manifests.Kustomize#available")
    void whatIsNotPlayedIsNamed() throws Exception {
        String secret = "generation-gateway";
        PlayedOverlay played = new PlayedOverlay(
                Kustomize.render("base"), Map.of(secret, Map.of("GATEWAY_DB_USER", "gateway")), folder);

        String yaml = Files.readString(played.write());

        assertTrue(
                yaml.contains("{\"name\":\"GATEWAY_DB_USER\",\"value\":\"gateway\"}") && !yaml.contains("secretRef"));
        assertTrue(
                played.leftOut()
                        .containsAll(List.of(
                                "Service",
                                "Ingress",
                                "NetworkPolicy",
                                "livenessProbe",
                                "Secret generation-gateway (variables)")),
                played.leftOut()::toString);
    }
}
