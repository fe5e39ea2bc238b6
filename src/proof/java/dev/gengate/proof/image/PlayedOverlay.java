package dev.gengate.proof.image;

import static dev.gengate.proof.manifests.Manifests.elements;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gengate.proof.manifests.Manifests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Deployment and ConfigMap of a rendered overlay as {@code podman kube play} takes them. Secrets become values and files; probes,
 * hooks and all other documents are left out and named.
 */
final class PlayedOverlay {
    /**
     * Of the probes the engine knows but the liveness: it asks by the {@code curl} of the image, which has none, and kills the
     * process that it cannot ask; the run asks them itself. A container on the host's network has its ports.
     */
    private static final List<String> OF_THE_KUBELET =
            List.of("startupProbe", "readinessProbe", "livenessProbe", "lifecycle", "ports");

    private static final Set<String> PLAYED = Set.of("Deployment", "ConfigMap");

    private final Manifests manifests;
    private final Map<String, Map<String, String>> secrets;
    private final Path folder;
    private final List<String> leftOut = new ArrayList<>();

    /** @param secrets by name and key; files of them come into the folder */
    PlayedOverlay(Manifests manifests, Map<String, Map<String, String>> secrets, Path folder) {
        this.manifests = manifests;
        this.secrets = secrets;
        this.folder = folder;
    }

    /** What is another in a cluster: addresses and ports. */
    PlayedOverlay at(Map<String, String> values) {
        values.forEach(manifests.configuration()::put);
        return this;
    }

    PlayedOverlay of(String image) {
        manifests.container().put("image", image);
        return this;
    }

    /** The file to play. */
    Path write() {
        manifests.documents().stream()
                .map(Manifests::kind)
                .filter(kind -> !PLAYED.contains(kind))
                .distinct()
                .forEach(leftOut::add);
        ObjectNode container = manifests.container();
        OF_THE_KUBELET.stream().filter(part -> container.remove(part) != null).forEach(leftOut::add);
        container.set("env", environment(container));
        elements(container.path("envFrom"))
                .filter(source -> source.has("secretRef"))
                .toList()
                .forEach(source -> remove((ArrayNode) container.get("envFrom"), source));
        elements(manifests.podSpec().path("volumes"))
                .filter(volume -> volume.has("secret"))
                .forEach(volume -> file((ObjectNode) volume));
        JsonNode configuration = manifests.named("ConfigMap", "generation-gateway");
        return write("played.yaml", configuration + "\n---\n" + manifests.the("Deployment"));
    }

    private static void remove(ArrayNode from, JsonNode element) {
        for (int index = from.size() - 1; index >= 0; index--) {
            if (from.get(index).equals(element)) {
                from.remove(index);
            }
        }
    }

    private ArrayNode environment(ObjectNode container) {
        ArrayNode values = container.arrayNode();
        elements(container.path("envFrom"))
                .map(source -> source.at("/secretRef/name").asText())
                .filter(name -> !name.isEmpty())
                .forEach(name -> secrets.get(name).forEach((key, value) -> add(values, name, key, value)));
        elements(container.path("env")).forEach(variable -> {
            JsonNode reference = variable.at("/valueFrom/secretKeyRef");
            add(
                    values,
                    reference.path("name").asText(),
                    variable.path("name").asText(),
                    secrets.get(reference.path("name").asText())
                            .get(reference.path("key").asText()));
        });
        return values;
    }

    private void add(ArrayNode values, String secret, String name, String value) {
        if (!leftOut.contains("Secret " + secret + " (variables)")) {
            leftOut.add("Secret " + secret + " (variables)");
        }
        values.addObject().put("name", name).put("value", value);
    }

    private void file(ObjectNode volume) {
        String name = volume.at("/secret/secretName").asText();
        secrets.get(name).forEach((key, value) -> write(name + "/" + key, value));
        volume.remove("secret");
        volume.putObject("hostPath")
                .put("path", folder.resolve(name).toString())
                .put("type", "Directory");
        leftOut.add("Secret " + name + " (a folder)");
    }

    private Path write(String name, String text) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> leftOut() {
        return leftOut;
    }
}
