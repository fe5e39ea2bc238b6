package dev.gengate.proof.manifests;

import static dev.gengate.proof.manifests.Manifests.elements;
import static dev.gengate.proof.manifests.Manifests.label;
import static dev.gengate.proof.manifests.Manifests.strings;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.stream.Stream;

/** What one document says of another is true: selectors find the pods, ports and configuration exist. */
final class ReferenceRule implements Rule {
    private static final Map<String, String> SELECTORS = Map.of(
            "Deployment", "/spec/selector/matchLabels",
            "Service", "/spec/selector",
            "NetworkPolicy", "/spec/podSelector/matchLabels",
            "PodDisruptionBudget", "/spec/selector/matchLabels");

    @Override
    public Stream<String> violations(Manifests manifests) {
        return Stream.of(
                        selectors(manifests),
                        ports(manifests),
                        configuration(manifests),
                        monitors(manifests),
                        scaling(manifests),
                        backups(manifests))
                .flatMap(violations -> violations);
    }

    private Stream<String> selectors(Manifests manifests) {
        return SELECTORS.entrySet().stream()
                .flatMap(selector -> manifests
                        .all(selector.getKey())
                        .filter(document -> !matches(document.at(selector.getValue()), manifests.podLabels())))
                .map(document -> label(document) + ": the selector does not find the gateway's pods");
    }

    private Stream<String> ports(Manifests manifests) {
        return manifests.all("Service").flatMap(service -> elements(service.at("/spec/ports"))
                .filter(port -> !isContainerPort(port, manifests))
                .map(port -> label(service) + ": port " + port.path("port") + " leads to no container port"));
    }

    private static boolean isContainerPort(JsonNode servicePort, Manifests manifests) {
        return elements(manifests.container().path("ports"))
                .anyMatch(port -> port.path("name").equals(servicePort.path("targetPort"))
                        && port.path("containerPort").equals(servicePort.path("port")));
    }

    private Stream<String> configuration(Manifests manifests) {
        return elements(manifests.container().path("envFrom"))
                .map(source -> source.at("/configMapRef/name").asText())
                .filter(name -> !name.isEmpty())
                .filter(name -> manifests.all("ConfigMap").noneMatch(map -> name.equals(Manifests.name(map))))
                .map(name -> "ConfigMap " + name + " does not exist");
    }

    private Stream<String> monitors(Manifests manifests) {
        return manifests
                .all("ServiceMonitor")
                .filter(monitor -> manifests.all("Service").noneMatch(service -> scrapes(monitor, service)))
                .map(monitor -> label(monitor) + ": finds no Service with its port");
    }

    private Stream<String> scaling(Manifests manifests) {
        var deployment = manifests.the("Deployment");
        return manifests
                .all("HorizontalPodAutoscaler")
                .filter(scaler -> !isTarget(deployment, scaler.at("/spec/scaleTargetRef")))
                .map(scaler -> label(scaler) + ": scales something else than the gateway");
    }

    private Stream<String> backups(Manifests manifests) {
        return manifests
                .all("ScheduledBackup")
                .filter(backup -> manifests.all("Cluster").noneMatch(cluster -> Manifests.name(cluster)
                        .equals(backup.at("/spec/cluster/name").asText())))
                .map(backup -> label(backup) + ": saves no cluster that is here");
    }

    private static boolean isTarget(JsonNode document, JsonNode reference) {
        return document.path("apiVersion").equals(reference.path("apiVersion"))
                && document.path("kind").equals(reference.path("kind"))
                && document.at("/metadata/name").equals(reference.path("name"));
    }

    private static boolean scrapes(JsonNode monitor, JsonNode service) {
        return matches(monitor.at("/spec/selector/matchLabels"), strings(service.at("/metadata/labels")))
                && elements(service.at("/spec/ports"))
                        .anyMatch(port -> port.path("name").equals(monitor.at("/spec/endpoints/0/port")));
    }

    private static boolean matches(JsonNode selector, Map<String, String> labels) {
        var wanted = strings(selector).entrySet();
        return !wanted.isEmpty() && labels.entrySet().containsAll(wanted);
    }
}
