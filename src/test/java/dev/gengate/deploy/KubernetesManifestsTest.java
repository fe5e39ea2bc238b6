package dev.gengate.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.proof.manifests.ConfigurationNames;
import dev.gengate.proof.manifests.Environment;
import dev.gengate.proof.manifests.Kustomize;
import dev.gengate.proof.manifests.Manifests;
import dev.gengate.proof.manifests.Rule;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EnabledIf("dev.gengate.proof.manifests.Kustomize#available")
class KubernetesManifestsTest {
    /** quarkus.datasource.reactive.max-size, and those of a migration at the start. */
    private static final int CONNECTIONS_OF_A_REPLICA = 20 + 2;

    @ParameterizedTest
    @ValueSource(strings = {"base", "overlays/dev", "overlays/prod"})
    void rendersAndKeepsEverySchemaAndRule(String folder) {
        var manifests = Kustomize.render(folder);

        var violations = Rule.allViolations(manifests).toList();

        assertEquals(List.of(), violations);
    }

    @ParameterizedTest
    @ValueSource(strings = {"overlays/dev", "overlays/prod"})
    void overlayGivesEverythingTheGatewayCannotStartWithout(String folder) {
        var missing = ConfigurationNames.missing(Environment.names(Kustomize.render(folder)));

        assertTrue(missing.isEmpty(), "missing: " + missing);
    }

    @ParameterizedTest
    @ValueSource(strings = {"overlays/dev", "overlays/prod"})
    void namespaceOfAnOverlayEnforcesRestrictedPods(String folder) {
        var namespace = Kustomize.render(folder).the("Namespace");

        var enforced = namespace.at("/metadata/labels").path("pod-security.kubernetes.io/enforce");

        assertEquals("restricted", enforced.asText());
    }

    @Test
    void baseHoldsOneOfEachPartAndNoSecret() {
        var kinds = Kustomize.render("base").documents().stream()
                .map(Manifests::kind)
                .sorted()
                .collect(Collectors.joining(" "));

        assertEquals(
                "ConfigMap Deployment HorizontalPodAutoscaler Ingress NetworkPolicy PodDisruptionBudget Service Service"
                        + " ServiceAccount",
                kinds);
    }

    @Test
    void productionRunsAtLeastTwoReplicasOfANumberedImage() {
        var production = Kustomize.render("overlays/prod");

        var least = production
                .the("HorizontalPodAutoscaler")
                .at("/spec/minReplicas")
                .asInt();
        var image = production.container().path("image").asText();

        assertTrue(least >= 2, "minReplicas " + least);
        assertTrue(image.matches(".+/generation-gateway:\\d+\\.\\d+\\.\\d+"), image);
    }

    @Test
    void databaseTakesTheConnectionsOfEveryReplicaDuringARollingUpdate() {
        var production = Kustomize.render("overlays/prod");
        var most = production
                .the("HorizontalPodAutoscaler")
                .at("/spec/maxReplicas")
                .asInt();

        var taken = production
                .the("Cluster")
                .at("/spec/postgresql/parameters/max_connections")
                .asInt();

        // a pod that ends keeps its pool for up to its grace period, and is no longer counted among the replicas
        assertTrue(taken >= 2 * most * CONNECTIONS_OF_A_REPLICA, "max_connections " + taken);
    }
}
