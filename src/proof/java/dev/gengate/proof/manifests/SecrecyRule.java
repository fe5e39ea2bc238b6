package dev.gengate.proof.manifests;

import static dev.gengate.proof.manifests.Manifests.elements;
import static dev.gengate.proof.manifests.Manifests.label;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A secret stands in a Secret: not in a ConfigMap, and not as a literal in a container's environment. */
final class SecrecyRule implements Rule {
    private static final Pattern SECRET_NAME =
            Pattern.compile("PASSWORD|SECRET|API_KEY|SIGNATURE_KEY|KEY_SHA256|JAAS|TOKEN|CREDENTIAL|PRIVATE");

    private static final Pattern CREDENTIALS_IN_URL = Pattern.compile("://[^/\\s]+:[^/\\s]+@");

    @Override
    public Stream<String> violations(Manifests manifests) {
        return Stream.concat(
                manifests.all("ConfigMap").flatMap(this::ofConfigMap),
                elements(manifests.container().path("env")).flatMap(this::ofVariable));
    }

    private Stream<String> ofConfigMap(JsonNode configMap) {
        return Manifests.strings(configMap.path("data")).entrySet().stream()
                .filter(entry -> isSecret(entry.getKey(), entry.getValue()))
                .map(entry -> label(configMap) + ": " + entry.getKey() + " is a secret");
    }

    private Stream<String> ofVariable(JsonNode variable) {
        var name = variable.path("name").asText();
        return variable.has("value") && isSecret(name, variable.path("value").asText())
                ? Stream.of("environment variable " + name + " is a secret and must be a reference")
                : Stream.empty();
    }

    /** The name of a file is none: the secret is in the file. */
    private static boolean isSecret(String name, String value) {
        return SECRET_NAME.matcher(name).find() && !name.endsWith("_FILE")
                || CREDENTIALS_IN_URL.matcher(value).find();
    }
}
