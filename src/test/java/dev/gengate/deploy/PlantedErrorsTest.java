package dev.gengate.deploy;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gengate.proof.manifests.Kustomize;
import dev.gengate.proof.manifests.Manifests;
import dev.gengate.proof.manifests.Rule;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The checks of {@link KubernetesManifestsTest} see what they are for: each planted error is found and named. */
@EnabledIf("dev.gengate.proof.manifests.Kustomize#available")
class PlantedErrorsTest {
    private static final String NGINX = "nginx.ingress.kubernetes.io/";

    @ParameterizedTest
    @MethodSource({
        "schemaErrors",
        "exposures",
        "wrongProbes",
        "wrongConfiguration",
        "weakenedPods",
        "brokenReferences",
        "closedPorts",
        "secretsOfNobody",
        "clearText"
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
                        "only ClusterIP"),
                planted(
                        "management Service in the Ingress",
                        m -> at(m, "Ingress", "/spec/rules/0/http/paths/0/backend/service")
                                .put("name", "generation-gateway-management"),
                        "is not generation-gateway:8080"),
                planted(
                        "addresses outside the cluster",
                        m -> ((ObjectNode)
                                        m.named("Service", "generation-gateway").get("spec"))
                                .putArray("externalIPs")
                                .add("192.0.2.1"),
                        "externalIPs"),
                planted(
                        "port of the node",
                        m -> ((ObjectNode) m.container().at("/ports/1")).put("hostPort", 9000),
                        "hostPort 9000"),
                planted("access log", m -> annotations(m).remove(NGINX + "enable-access-log"), "must be \"false\""),
                routed("internal path in the route", "/matches/0/path", "value", "/v1/", "/v1/ is internal"),
                routed(
                        "regular expression in the route",
                        "/matches/0/path",
                        "type",
                        "RegularExpression",
                        "is internal"),
                routed("management Service in the route", "/backendRefs/0", "name", "other", "backend other:8080"),
                routed("every path in the route", "", "matches", null, "without matches"),
                annotated("use-regex", "true"),
                annotated("rewrite-target", "/v1"),
                annotated("app-root", "/v1"),
                annotated("configuration-snippet", "proxy_pass http://x;"),
                annotated("server-snippet", "location / {}"),
                annotated("server-alias", "other.example.com"));
    }

    /** Beside the Ingress stands a route, with this field of its rule. */
    private static Arguments routed(String title, String pointer, String field, String value, String named) {
        Consumer<Manifests> error = m -> {
            var route = Kustomize.render("overlays/prod-gateway-api").the("HTTPRoute");
            ((ObjectNode) route.at("/spec/rules/0" + pointer)).put(field, value);
            m.documents().add(route);
        };
        return planted(title, error, named);
    }

    private static Arguments annotated(String name, String value) {
        return planted("Ingress with " + name, m -> annotations(m).put(NGINX + name, value), NGINX + name + " is not");
    }

    private static ObjectNode annotations(Manifests manifests) {
        return at(manifests, "Ingress", "/metadata/annotations");
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
                planted(
                        "start-up shorter than the wait for a migration",
                        m -> ((ObjectNode) m.container().get("startupProbe")).put("failureThreshold", 30),
                        "startupProbe gives 60 s"),
                planted("no start-up probe", m -> m.container().remove("startupProbe"), "startupProbe"),
                planted(
                        "port of the configuration not declared",
                        m -> m.configuration().put("QUARKUS_MANAGEMENT_PORT", "9001"),
                        "QUARKUS_MANAGEMENT_PORT=9001"));
    }

    static Stream<Arguments> wrongConfiguration() {
        return Stream.of(
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
                        "digest of a key in the ConfigMap",
                        m -> m.configuration().put("GATEWAY_CALLERS__ADS__KEY_SHA256", "x"),
                        "GATEWAY_CALLERS__ADS__KEY_SHA256 is a secret"),
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
                        "finds no Service"),
                planted(
                        "backup of another cluster",
                        m -> at(m, "ScheduledBackup", "/spec/cluster").put("name", "database"),
                        "saves no cluster"),
                planted(
                        "scaling of something else",
                        m -> at(m, "HorizontalPodAutoscaler", "/spec/scaleTargetRef")
                                .put("name", "gateway"),
                        "scales something else"));
    }

    static Stream<Arguments> closedPorts() {
        return Stream.of(
                closed("egress", 0, "TCP 53"),
                closed("egress", 0, "UDP 53"),
                closed("egress", 1, "TCP 5432"),
                closed("egress", 1, "TCP 9093"),
                closed("egress", 2, "TCP 443"),
                closed("ingress", 0, "TCP 8080"),
                closed("ingress", 1, "TCP 9000"),
                planted(
                        "one port more",
                        m -> ((ObjectNode) m.the("NetworkPolicy").at("/spec/ingress/0/ports/0")).put("port", 9000 + 1),
                        "ingress kubernetes.io/metadata.name=ingress-nginx TCP 9001 is open"),
                planted(
                        "management port for the ingress controller",
                        m -> ((ArrayNode) m.the("NetworkPolicy").at("/spec/ingress/0/ports"))
                                .addObject()
                                .put("protocol", "TCP")
                                .put("port", 9000),
                        "ingress kubernetes.io/metadata.name=ingress-nginx TCP 9000 is open"),
                planted(
                        "every namespace",
                        m -> ((ObjectNode) m.the("NetworkPolicy").at("/spec/ingress/1")).remove("from"),
                        "ingress any TCP 9000 is open"),
                planted(
                        "every port",
                        m -> ((ObjectNode) m.the("NetworkPolicy").at("/spec/ingress/0")).remove("ports"),
                        "gengate.dev/caller=true all ports is open"),
                planted(
                        "metadata services",
                        m -> ((ObjectNode) m.the("NetworkPolicy").at("/spec/egress/2/to/0/ipBlock")).remove("except"),
                        "is open"),
                planted(
                        "provider by IPv6 alone",
                        m -> ((ArrayNode) m.the("NetworkPolicy").at("/spec/egress/2/to")).remove(1),
                        "egress ::/0 but fe80::/10"));
    }

    private static Arguments closed(String direction, int rule, String port) {
        Consumer<Manifests> close = m -> m.the("NetworkPolicy")
                .at("/spec/" + direction + "/" + rule + "/ports")
                .elements()
                .forEachRemaining(each -> {
                    if (port.equals(each.path("protocol").asText() + " "
                            + each.path("port").asText())) {
                        ((ObjectNode) each).put("port", 1);
                    }
                });
        return planted(direction + " " + port + " closed", close, " " + port + " is closed");
    }

    static Stream<Arguments> secretsOfNobody() {
        return Stream.of(
                planted(
                        "environment of another Secret",
                        m -> ((ObjectNode) m.container().at("/envFrom/1/secretRef")).put("name", "other"),
                        "Secret other is made by nothing"),
                planted(
                        "another cluster's credentials",
                        m -> at(m, "Cluster", "/metadata").put("name", "database"),
                        "Secret generation-gateway-db-app is made by nothing"),
                planted(
                        "another cluster's authority",
                        m -> at(m, "Cluster", "/metadata").put("name", "database"),
                        "Secret generation-gateway-db-ca is made by nothing"),
                planted(
                        "another cluster's host",
                        m -> at(m, "Cluster", "/metadata").put("name", "database"),
                        "GATEWAY_DB_HOST generation-gateway-db-rw is no primary"),
                planted(
                        "another user's credentials",
                        m -> at(m, "KafkaUser", "/metadata").put("name", "gateway"),
                        "Secret generation-gateway-kafka is made by nothing"),
                planted(
                        "key files that nothing makes",
                        m -> ((ObjectNode) m.named("ExternalSecret", "generation-gateway-callers")
                                        .at("/spec/target"))
                                .put("name", "other"),
                        "Secret generation-gateway-callers is made by nothing"),
                planted(
                        "key file by subPath",
                        m -> ((ObjectNode) m.container().at("/volumeMounts/0")).put("subPath", "ads"),
                        "mount caller-keys must be"));
    }

    static Stream<Arguments> clearText() {
        return Stream.of(
                planted(
                        "database in clear text",
                        m -> m.configuration().remove("GATEWAY_DB_TLS"),
                        "GATEWAY_DB_TLS must be verify-full"),
                planted(
                        "database of any authority",
                        m -> m.configuration().put("GATEWAY_DB_TLS", "require"),
                        "GATEWAY_DB_TLS must be verify-full"),
                planted(
                        "authority that is not mounted",
                        m -> m.configuration().put("GATEWAY_DB_CA_FILE", "/etc/gateway/ca.crt"),
                        "GATEWAY_DB_CA_FILE is no file that is mounted"),
                planted(
                        "Kafka in clear text",
                        m -> m.configuration().put("KAFKA_SECURITY_PROTOCOL", "SASL_PLAINTEXT"),
                        "KAFKA_SECURITY_PROTOCOL must be SSL or SASL_SSL"),
                planted(
                        "every callback of one source",
                        m -> m.configuration().remove("GATEWAY_CALLBACK_SOURCE_HEADER"),
                        "GATEWAY_CALLBACK_SOURCE_HEADER must be X-Forwarded-For"));
    }

    private static Arguments planted(String title, Consumer<Manifests> error, String named) {
        return Arguments.of(Named.of(title, error), named);
    }

    private static ObjectNode at(Manifests manifests, String kind, String pointer) {
        return (ObjectNode) manifests.the(kind).at(pointer);
    }
}
