package dev.gengate.proof.manifests;

import static dev.gengate.proof.manifests.Manifests.elements;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The names of the environment variables that the gateway's container gets, wherever they come from. */
public final class Environment {
    private Environment() {}

    public static TreeSet<String> names(Manifests manifests) {
        var names = new TreeSet<>(manifests
                .configuration()
                .propertyStream()
                .map(Map.Entry::getKey)
                .toList());
        elements(manifests.container().path("env"))
                .forEach(variable -> names.add(variable.path("name").asText()));
        secretNames(manifests).forEach(names::add);
        return names;
    }

    private static Stream<String> secretNames(Manifests manifests) {
        var plain = manifests
                .all("Secret")
                .flatMap(secret -> Stream.of(secret.path("data"), secret.path("stringData")))
                .flatMap(data -> Manifests.strings(data).keySet().stream());
        var external = manifests
                .all("ExternalSecret")
                .filter(secret -> isEnvironment(secret, manifests))
                .flatMap(secret -> elements(secret.at("/spec/data")))
                .map(entry -> entry.path("secretKey"))
                .map(JsonNode::asText);
        return Stream.concat(plain, external);
    }

    /** Another one's keys are files. */
    private static boolean isEnvironment(JsonNode externalSecret, Manifests manifests) {
        return elements(manifests.container().path("envFrom"))
                .anyMatch(source -> source.at("/secretRef/name").equals(externalSecret.at("/spec/target/name")));
    }
}
