package dev.gengate.deploy;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The checks of {@link KubernetesManifestsTest} see what they are for: each planted error is found and named. */
@EnabledIf("dev.gengate.deploy.Kustomize#available")
class PlantedErrorsTest {

    @ParameterizedTest
    @MethodSource({"schemaErrors", "exposures", "wrongProbes", "wrongConfiguration", "weakenedPods", "brokenReferences"
    })
    void plantedErrorIsFoundAndNamed(Consumer<Manifests> error, String named) {
        var manifests = Kustomize.render("overlays/prod");
        error.accept(manifests);

        var violations = Rule.allViolations(manifests).toList();

        assertTrue(violations.stream().anyMatch(violation -> violation.contains(named)), violations::toString);
    }

    static Stream<Arguments> schemaErrors() {
        return Stream.of(
                planted("unknown field in a pod", m -> m.podSpec().put("restartPolice", "Always"), "restartPolice"),
                planted("unknown field in a container", m -> m.container().put("imagePull", "Always"), "imagePull"),
                planted(
                        "unknown field in metadata",
                        m -> at(m, "Ingress", "/metadata").put("nmae", "x"),
                        "nmae"),
                planted("number for a string", m -> m.configuration().put("GATEWAY_DB_PORT", 5432), "GATEWAY_DB_PORT"),
                planted(
                        "string for a number",
                        m -> at(m, "HorizontalPodAutoscaler", "/spec").put("minReplicas", "two"),
                        "minReplicas"),
                planted(
                        "unknown field in an operator's kind",
                        m -> at(m, "KafkaTopic", "/spec").put("partitons", 3),
                        "partitons"),
                planted(
                        "unknown field deep in an operator's kind",
                        m -> at(m, "Cluster", "/spec/postgresql/synchronous").put("numbr", 1),
                        "numbr"));
    }

    static Stream<Arguments> exposures() {
        return Stream.of(
                planted(
                        "internal path in the Ingress",
                        m -> at(m, "Ingress", "/spec/rules/0/http/paths/0").put("path", "/v1/"),
                        "/v1/ is internal"),
                planted(
                        "everything in the Ingress",
                        m -> at(m, "Ingress", "/spec/rules/0/http/paths/0").put("path", "/"),
                        "path / is internal"),
                planted(
                        "management port in the Ingress",
                        m -> at(m, "Ingress", "/spec/rules/0/http/paths/0/backend/service/port")
                                .put("number", 9000),
                        "9000"),
                planted(
                        "default backend",
                        m -> at(m, "Ingress", "/spec").putObject("defaultBackend"),
                        "default backend"),
                planted(
                        "load balancer on the management port",
                        m -> ((ObjectNode) m.named("Service", "generation-gateway-management")
                                        .get("spec"))
                                .put("type", "LoadBalancer"),
                        "only ClusterIP"));
    }

    static Stream<Arguments> wrongProbes() {
        return Stream.of(
                planted(
                        "wrong probe path",
                        m -> ((ObjectNode) m.container().at("/readinessProbe/httpGet")).put("path", "/health"),
                        "readinessProbe must ask /q/health/ready"),
                planted(
                        "probe on the public port",
                        m -> ((ObjectNode) m.container().at("/livenessProbe/httpGet")).put("port", "http"),
                        "livenessProbe must ask the management port"),
                planted("no start-up probe", m -> m.container().remove("startupProbe"), "startupProbe"),
                planted(
                        "port of the configuration not declared",
                        m -> m.configuration().put("QUARKUS_MANAGEMENT_PORT", "9001"),
                        "QUARKUS_MANAGEMENT_PORT=9001"));
    }

    static Stream<Arguments> wrongConfiguration() {
        return Stream.of(
                planted(
                        "start-up shorter than the wait for a migration",
                        m -> ((ObjectNode) m.container().get("startupProbe")).put("failureThreshold", 30),
                        "startupProbe gives 60 s"),
                planted(
                        "misspelt variable",
                        m -> m.configuration().put("GATEWAY_EVENT_TOPIC", "x"),
                        "GATEWAY_EVENT_TOPIC names no property"),
                planted(
                        "misspelt Kafka variable",
                        m -> m.configuration().put("KAFKA_SASL_MECHANISMS", "x"),
                        "KAFKA_SASL_MECHANISMS names no property"),
                planted(
                        "secret in the ConfigMap",
                        m -> m.configuration().put("GATEWAY_PROVIDER_KIE_API_KEY", "x"),
                        "GATEWAY_PROVIDER_KIE_API_KEY is a secret"),
                planted(
                        "password in a URL of the ConfigMap",
                        m -> m.configuration().put("GATEWAY_PROVIDER_KIE_URL", "https://user:word@api.example"),
                        "GATEWAY_PROVIDER_KIE_URL is a secret"),
                planted(
                        "secret as a literal",
                        m -> ((ArrayNode) m.container().get("env"))
                                .addObject()
                                .put("name", "GATEWAY_DB_PASSWORD")
                                .put("value", "x"),
                        "GATEWAY_DB_PASSWORD is a secret and must be a reference"));
    }

    static Stream<Arguments> weakenedPods() {
        return Stream.of(
                planted(
                        "writable root file system",
                        m -> ((ObjectNode) m.container().get("securityContext")).put("readOnlyRootFilesystem", false),
                        "readOnlyRootFilesystem"),
                planted("root", m -> ((ObjectNode) m.podSpec().get("securityContext")).put("runAsUser", 0), "not root"),
                planted("API token", m -> m.podSpec().put("automountServiceAccountToken", true), "automount"),
                planted("network of the host", m -> m.podSpec().put("hostNetwork", true), "hostNetwork"),
                planted("no resources", m -> m.container().remove("resources"), "no resources/limits/memory"),
                planted(
                        "grace period shorter than the shutdown",
                        m -> m.podSpec().put("terminationGracePeriodSeconds", 45),
                        "terminationGracePeriodSeconds"),
                planted(
                        "update that takes a ready pod away",
                        m -> at(m, "Deployment", "/spec/strategy/rollingUpdate").put("maxUnavailable", 1),
                        "maxUnavailable 0"));
    }

    static Stream<Arguments> brokenReferences() {
        return Stream.of(
                planted(
                        "Service without pods",
                        m -> ((ObjectNode)
                                        m.named("Service", "generation-gateway").at("/spec/selector"))
                                .put("app.kubernetes.io/name", "gateway"),
                        "Service generation-gateway: the selector"),
                planted(
                        "Service to a port that is not there",
                        m -> ((ObjectNode)
                                        m.named("Service", "generation-gateway").at("/spec/ports/0"))
                                .put("targetPort", "htpp"),
                        "leads to no container port"),
                planted(
                        "ConfigMap that does not exist",
                        m -> ((ObjectNode) m.container().at("/envFrom/0/configMapRef")).put("name", "other"),
                        "ConfigMap other does not exist"),
                planted(
                        "monitor of a port that is not there",
                        m -> ((ObjectNode) m.the("ServiceMonitor").at("/spec/endpoints/0")).put("port", "metrics"),
                        "finds no Service"));
    }

    private static Arguments planted(String title, Consumer<Manifests> error, String named) {
        return Arguments.of(Named.of(title, error), named);
    }

    private static ObjectNode at(Manifests manifests, String kind, String pointer) {
        return (ObjectNode) manifests.the(kind).at(pointer);
    }
}
