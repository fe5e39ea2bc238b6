package dev.gengate.proof.rolling;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How Kubernetes ends a pod of the gateway, as {@code k8s/base/deployment.yaml} says.
 *
 * @param preStop between the pod's deletion and SIGTERM
 * @param grace from the deletion to SIGKILL
 * @param probing between two questions for readiness
 */
record PodLifecycle(Duration preStop, Duration grace, Duration probing) {
    private static final Path DEPLOYMENT = Path.of("k8s", "base", "deployment.yaml");

    static PodLifecycle ofTheDeployment() {
        try {
            JsonNode pod = new YAMLMapper().readTree(DEPLOYMENT.toFile()).at("/spec/template/spec");
            JsonNode container = pod.at("/containers/0");
            return new PodLifecycle(
                    seconds(container.at("/lifecycle/preStop/sleep/seconds")),
                    seconds(pod.at("/terminationGracePeriodSeconds")),
                    seconds(container.at("/readinessProbe/periodSeconds")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Duration seconds(JsonNode value) {
        if (!value.isInt()) {
            throw new IllegalStateException("not a number of seconds in " + DEPLOYMENT);
        }
        return Duration.ofSeconds(value.asInt());
    }
}
