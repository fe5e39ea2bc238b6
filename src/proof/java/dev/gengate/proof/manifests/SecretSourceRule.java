package dev.gengate.proof.manifests;

import static dev.gengate.proof.manifests.Manifests.elements;
import static dev.gengate.proof.manifests.Manifests.name;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every Secret that the Deployment names is made by something beside it: an ExternalSecret, a database cluster, a Kafka
 * user. The base has none of these, and its README tells what to make.
 */
final class SecretSourceRule implements Rule {
    @Override
    public Stream<String> violations(Manifests manifests) {
        var made = made(manifests).collect(Collectors.toSet());
        var unknown = made.isEmpty()
                ? Stream.<String>empty()
                : named(manifests)
                        .filter(secret -> !made.contains(secret))
                        .map(secret -> "Secret " + secret + " is made by nothing here");
        return Stream.of(unknown, database(manifests), mounts(manifests)).flatMap(violations -> violations);
    }

    private static Stream<String> made(Manifests manifests) {
        return Stream.of(
                        manifests.all("Secret").map(Manifests::name),
                        manifests.all("ExternalSecret").map(secret -> secret.at("/spec/target/name")
                                .asText()),
                        manifests
                                .all("Cluster")
                                .flatMap(cluster -> Stream.of(name(cluster) + "-app", name(cluster) + "-ca")),
                        manifests.all("KafkaUser").flatMap(SecretSourceRule::ofUser))
                .flatMap(names -> names);
    }

    private static Stream<String> ofUser(JsonNode user) {
        var kafka = user.at("/metadata/labels").path("strimzi.io/cluster").asText();
        return Stream.of(name(user), kafka + "-cluster-ca-cert");
    }

    private static Stream<String> named(Manifests manifests) {
        var container = manifests.container();
        return Stream.of(
                        elements(container.path("envFrom")).map(source -> source.at("/secretRef/name")),
                        elements(container.path("env")).map(variable -> variable.at("/valueFrom/secretKeyRef/name")),
                        elements(manifests.podSpec().path("volumes")).map(volume -> volume.at("/secret/secretName")))
                .flatMap(names -> names)
                .map(JsonNode::asText)
                .filter(name -> !name.isEmpty());
    }

    private static Stream<String> database(Manifests manifests) {
        var host = manifests.configuration().path("GATEWAY_DB_HOST").asText();
        var primaries =
                manifests.all("Cluster").map(cluster -> name(cluster) + "-rw").collect(Collectors.toSet());
        return primaries.isEmpty() || primaries.contains(host)
                ? Stream.empty()
                : Stream.of("GATEWAY_DB_HOST " + host + " is no primary: " + primaries);
    }

    /** Read-only, and whole: what is mounted by subPath never changes. */
    private static Stream<String> mounts(Manifests manifests) {
        Set<String> secrets = elements(manifests.podSpec().path("volumes"))
                .filter(volume -> volume.has("secret"))
                .map(volume -> volume.path("name").asText())
                .collect(Collectors.toSet());
        return elements(manifests.container().path("volumeMounts"))
                .filter(mount -> secrets.contains(mount.path("name").asText()))
                .filter(mount -> mount.has("subPath") || !mount.path("readOnly").asBoolean())
                .map(mount -> "mount " + mount.path("name").asText() + " must be read-only and without subPath");
    }
}
