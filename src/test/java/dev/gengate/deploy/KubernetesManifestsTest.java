package dev.gengate.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@EnabledIf("dev.gengate.proof.manifests.Kustomize#available")
class KubernetesManifestsTest {
    private static final String NUMBERED_IMAGE =
            ".+/generation-gateway(:\\d+\\.\\d+\\.\\d+|(:\\d+\\.\\d+\\.\\d+)?@sha256:[0-9a-f]{64})";
    /** quarkus.datasource.reactive.max-size, and those of a migration at the start. */
    private static final int CONNECTIONS_OF_A_REPLICA = 20 + 2;

    @ParameterizedTest
    @ValueSource(strings = {"base", "overlays/dev", "overlays/prod", "overlays/prod-gateway-api"})
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

    /** One without a host takes the callbacks of every other installation behind the same address. */
    @ParameterizedTest
    @CsvSource({
        "overlays/dev, Ingress, /spec/rules/0/host",
        "overlays/prod, Ingress, /spec/rules/0/host",
        "overlays/prod-gateway-api, HTTPRoute, /spec/hostnames/0"
    })
    void wayInIsForTheHostOfThePublicUrl(String overlay, String kind, String host) {
        var manifests = Kustomize.render(overlay);

        var url = manifests.configuration().path("GATEWAY_PUBLIC_URL").asText();

        assertEquals("https://" + manifests.the(kind).at(host).asText(), url);
    }

    @Test
    void gatewayApiTakesThePlaceOfTheIngress() {
        var kinds = Kustomize.render("overlays/prod-gateway-api").documents().stream()
                .map(Manifests::kind)
                .toList();

        assertTrue(kinds.contains("HTTPRoute") && !kinds.contains("Ingress"), kinds::toString);
    }

    @Test
    void firstBackupIsMadeAtOnce() {
        assertTrue(Kustomize.render("overlays/prod")
                .the("ScheduledBackup")
                .at("/spec/immediate")
                .asBoolean());
    }

    @ParameterizedTest
    @ValueSource(strings = {"overlays/dev", "overlays/prod"})
    void namespaceOfAnOverlayEnforcesRestrictedPods(String folder) {
        var namespace = Kustomize.render(folder).the("Namespace");

        var enforced = namespace.at("/metadata/labels").path("pod-security.kubernetes.io/enforce");

        assertEquals("restricted", enforced.asText());
    }

    /** What is kept for a standby that is away would stop the primary. */
    @Test
    void volumeOfTheLogHoldsWhatIsKeptForAStandby() {
        var database = Kustomize.render("overlays/prod").the("Cluster");

        var kept = database.at("/spec/postgresql/parameters/max_slot_wal_keep_size")
                .asText();
        var volume = database.at("/spec/walStorage/size").asText();

        assertTrue(gigabytes(kept, "GB") < 0.7 * gigabytes(volume, "Gi"), kept + " of " + volume);
    }

    private static int gigabytes(String size, String unit) {
        assertTrue(size.endsWith(unit), size);
        return Integer.parseInt(size.replace(unit, ""));
    }

    /** Otherwise the namespace's services would be settings of the gateway, such as {@code GATEWAY_PORT}. */
    @Test
    void servicesOfTheNamespaceAreNoVariablesOfThePod() {
        var links = Kustomize.render("base").the("Deployment").at("/spec/template/spec/enableServiceLinks");

        assertFalse(links.asBoolean(true));
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
        assertTrue(image.matches(NUMBERED_IMAGE), image);
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
