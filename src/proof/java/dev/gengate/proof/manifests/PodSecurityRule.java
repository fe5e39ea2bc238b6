package dev.gengate.proof.manifests;

import static dev.gengate.proof.manifests.Manifests.elements;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The restricted profile of the Kubernetes Pod Security Standards, and beyond it: a read-only root file system, no API
 * token, no variables injected for the namespace's Services, and resources for every container.
 */
final class PodSecurityRule implements Rule {
    private static final Map<String, JsonNode> POD = Map.of(
            "/securityContext/runAsNonRoot", BooleanNode.TRUE,
            "/securityContext/seccompProfile/type", TextNode.valueOf("RuntimeDefault"),
            "/automountServiceAccountToken", BooleanNode.FALSE,
            "/enableServiceLinks", BooleanNode.FALSE);

    private static final Map<String, JsonNode> CONTAINER = Map.of(
            "/securityContext/allowPrivilegeEscalation", BooleanNode.FALSE,
            "/securityContext/readOnlyRootFilesystem", BooleanNode.TRUE,
            "/securityContext/capabilities/drop/0", TextNode.valueOf("ALL"));

    @Override
    public Stream<String> violations(Manifests manifests) {
        var pod = manifests.podSpec();
        return Stream.of(
                        expected(pod, POD, "pod"),
                        forbidden(pod),
                        elements(pod.path("containers")).flatMap(this::ofContainer))
                .flatMap(violations -> violations);
    }

    private Stream<String> ofContainer(JsonNode container) {
        var resources = Stream.of("requests/cpu", "requests/memory", "limits/memory")
                .filter(name -> container.at("/resources/" + name).isMissingNode())
                .map(name -> "container has no resources/" + name);
        return Stream.concat(expected(container, CONTAINER, "container"), resources);
    }

    private static Stream<String> expected(JsonNode node, Map<String, JsonNode> values, String where) {
        return values.entrySet().stream()
                .filter(value -> !node.at(value.getKey()).equals(value.getValue()))
                .map(value -> where + " " + value.getKey() + " must be " + value.getValue());
    }

    private static Stream<String> forbidden(JsonNode pod) {
        var host = Stream.of("hostNetwork", "hostPID", "hostIPC")
                .filter(name -> pod.path(name).asBoolean())
                .map(name -> "pod " + name + " must not be used");
        var root = pod.at("/securityContext/runAsUser").asInt() > 0
                ? Stream.<String>empty()
                : Stream.of("pod must name a user that is not root");
        var writable = elements(pod.path("volumes"))
                .filter(volume -> volume.has("hostPath"))
                .map(volume -> "volume " + volume.path("name").asText() + " is of the host");
        return Stream.of(host, root, writable).flatMap(violations -> violations);
    }
}
