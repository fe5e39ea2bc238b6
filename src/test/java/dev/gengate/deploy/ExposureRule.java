package dev.gengate.deploy;

import static dev.gengate.deploy.Manifests.elements;
import static dev.gengate.deploy.Manifests.label;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Stream;

/** From outside the cluster only the provider's callbacks can be reached, and never the management port. */
final class ExposureRule implements Rule {
    private static final String PUBLIC_PATH = "/callbacks/";
    private static final int API_PORT = 8080;

    @Override
    public Stream<String> violations(Manifests manifests) {
        return Stream.concat(
                manifests.all("Ingress").flatMap(this::ofIngress),
                manifests.all("Service").flatMap(this::ofService));
    }

    private Stream<String> ofIngress(JsonNode ingress) {
        var fallback = ingress.at("/spec/defaultBackend").isMissingNode()
                ? Stream.<String>empty()
                : Stream.of(label(ingress) + ": a default backend exposes every path");
        var paths = elements(ingress.at("/spec/rules"))
                .flatMap(rule -> elements(rule.at("/http/paths")))
                .flatMap(this::ofPath)
                .map(violation -> label(ingress) + ": " + violation);
        return Stream.concat(fallback, paths);
    }

    private Stream<String> ofPath(JsonNode path) {
        var text = path.path("path").asText();
        if (!PUBLIC_PATH.equals(text)) {
            return Stream.of("path " + text + " is internal; only " + PUBLIC_PATH + " is public");
        }
        if (!"Prefix".equals(path.path("pathType").asText())) {
            return Stream.of("pathType must be Prefix, which matches whole segments");
        }
        var port = path.at("/backend/service/port/number").asInt();
        return port == API_PORT ? Stream.empty() : Stream.of("backend port " + port + " is not " + API_PORT);
    }

    private Stream<String> ofService(JsonNode service) {
        return "ClusterIP".equals(service.at("/spec/type").asText("ClusterIP"))
                ? Stream.empty()
                : Stream.of(label(service) + ": only ClusterIP stays inside the cluster");
    }
}
