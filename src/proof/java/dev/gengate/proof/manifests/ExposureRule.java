package dev.gengate.proof.manifests;

import static dev.gengate.proof.manifests.Manifests.elements;
import static dev.gengate.proof.manifests.Manifests.label;
import static dev.gengate.proof.manifests.Manifests.strings;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.stream.Stream;

/** From outside the cluster only the provider's callbacks can be reached, and never the management port. */
final class ExposureRule implements Rule {
    static final String PUBLIC_PATH = "/callbacks/";
    static final String API_SERVICE = "generation-gateway";
    static final int API_PORT = 8080;
    private static final String ACCESS_LOG = "nginx.ingress.kubernetes.io/enable-access-log";
    /** All others are refused: regular expressions, rewrites, snippets and aliases make another rule of the path. */
    private static final Set<String> ANNOTATIONS = Set.of(
            ACCESS_LOG,
            "nginx.ingress.kubernetes.io/limit-connections",
            "nginx.ingress.kubernetes.io/proxy-body-size",
            "cert-manager.io/cluster-issuer");

    @Override
    public Stream<String> violations(Manifests manifests) {
        return Stream.of(
                        manifests.all("Ingress").flatMap(this::ofIngress),
                        manifests.all("HTTPRoute").flatMap(HttpRouteExposure::violations),
                        manifests.all("Service").flatMap(this::ofService),
                        Stream.of("containers", "initContainers")
                                .flatMap(kind -> elements(manifests.podSpec().path(kind)))
                                .flatMap(this::ofContainer))
                .flatMap(violations -> violations);
    }

    private Stream<String> ofIngress(JsonNode ingress) {
        var fallback = ingress.at("/spec/defaultBackend").isMissingNode()
                ? Stream.<String>empty()
                : Stream.of("a default backend exposes every path");
        var paths = elements(ingress.at("/spec/rules"))
                .flatMap(rule -> elements(rule.at("/http/paths")))
                .flatMap(this::ofPath);
        return Stream.of(fallback, paths, ofAnnotations(ingress.at("/metadata/annotations")))
                .flatMap(violations -> violations)
                .map(violation -> label(ingress) + ": " + violation);
    }

    private Stream<String> ofPath(JsonNode path) {
        var text = path.path("path").asText();
        if (!PUBLIC_PATH.equals(text)) {
            return Stream.of("path " + text + " is internal; only " + PUBLIC_PATH + " is public");
        }
        if (!"Prefix".equals(path.path("pathType").asText())) {
            return Stream.of("pathType must be Prefix, which matches whole segments");
        }
        var service = path.at("/backend/service/name").asText();
        var port = path.at("/backend/service/port/number").asInt();
        return API_SERVICE.equals(service) && port == API_PORT
                ? Stream.empty()
                : Stream.of("backend " + service + ":" + port + " is not " + API_SERVICE + ":" + API_PORT);
    }

    private Stream<String> ofAnnotations(JsonNode annotations) {
        var given = strings(annotations);
        var unknown = given.keySet().stream()
                .filter(name -> !ANNOTATIONS.contains(name))
                .map(name -> "annotation " + name + " is not known to leave the path rule alone");
        var logged = "false".equals(given.get(ACCESS_LOG))
                ? Stream.<String>empty()
                : Stream.of(ACCESS_LOG + " must be \"false\": a callback's path holds its token");
        return Stream.concat(unknown, logged);
    }

    private Stream<String> ofService(JsonNode service) {
        var type = "ClusterIP".equals(service.at("/spec/type").asText("ClusterIP"))
                ? Stream.<String>empty()
                : Stream.of(label(service) + ": only ClusterIP stays inside the cluster");
        var addresses = service.at("/spec/externalIPs").isEmpty()
                ? Stream.<String>empty()
                : Stream.of(label(service) + ": externalIPs are outside the cluster");
        return Stream.concat(type, addresses);
    }

    private Stream<String> ofContainer(JsonNode container) {
        return elements(container.path("ports"))
                .filter(port -> port.has("hostPort"))
                .map(port -> "container " + container.path("name").asText() + ": hostPort "
                        + port.path("hostPort").asText() + " is open on the node");
    }
}
