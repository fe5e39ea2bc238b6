package dev.gengate.proof.image;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gengate.proof.manifests.Manifests;
import dev.gengate.proof.manifests.YamlFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How {@code deploy/compose.yaml} runs the gateway, as options of a container engine. */
public final class ComposeOptions {
    private static final JsonNode GATEWAY =
            YamlFile.read(Path.of("deploy/compose.yaml")).at("/services/gateway");

    /** What this run has its own of: where the image comes from, whom it talks to, what is kept, who starts it again. */
    private static final Set<String> OTHERWISE =
            Set.of("build", "image", "env_file", "environment", "ports", "depends_on", "volumes", "restart");

    private static final Map<String, Function<String, String>> OPTIONS = Map.of(
            "read_only", value -> "--read-only=" + value,
            "tmpfs", value -> "--tmpfs=" + value,
            "cap_drop", value -> "--cap-drop=" + value,
            "security_opt", value -> "--security-opt=" + value.replace(":true", ""),
            "stop_grace_period",
                    value -> "--stop-timeout=" + Duration.parse("PT" + value).toSeconds(),
            "mem_limit", value -> "--memory=" + value,
            "cpus", value -> "--cpus=" + value);

    private ComposeOptions() {}

    /** One option for each setting. @throws AssertionError for one that is not known here */
    public static List<String> ofTheGateway() {
        return GATEWAY.properties().stream()
                .filter(setting -> !OTHERWISE.contains(setting.getKey()))
                .flatMap(setting -> options(setting.getKey(), setting.getValue()))
                .toList();
    }

    /** The same with a folder of this machine in the place of the volume for results. */
    static List<String> withResultsIn(Path folder) {
        Stream<String> volumes = Manifests.elements(GATEWAY.path("volumes"))
                .map(volume -> "--volume=" + volume.asText().replaceFirst("^results", folder.toString()));
        return Stream.concat(ofTheGateway().stream(), volumes).toList();
    }

    /** How the gateway keeps results there. */
    static Map<String, String> storeOfResults() {
        return GATEWAY.path("environment").properties().stream()
                .filter(variable -> variable.getKey().startsWith("GATEWAY_CUSTODY_"))
                .collect(Collectors.toMap(
                        Map.Entry::getKey, variable -> variable.getValue().asText()));
    }

    static Stream<String> options(String name, JsonNode value) {
        Function<String, String> option = OPTIONS.get(name);
        if (option == null) {
            throw new AssertionError("deploy/compose.yaml: " + name + " of the gateway is not run");
        }
        Stream<JsonNode> values = value.isArray() ? Manifests.elements(value) : Stream.of(value);
        return values.map(JsonNode::asText).map(option);
    }
}
