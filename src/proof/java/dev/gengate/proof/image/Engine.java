package dev.gengate.proof.image;

import dev.gengate.proof.gateway.CommandLine;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The container engine of this machine: podman, or the command that {@code CONTAINER_ENGINE} names. */
final class Engine {
    private static final String COMMAND =
            Optional.ofNullable(System.getenv("CONTAINER_ENGINE")).orElse("podman");

    private Engine() {}

    /** What it says. @throws AssertionError with that, when it fails */
    static String say(String... arguments) {
        return run(arguments).orFail().strip();
    }

    static CommandLine.Result run(String... arguments) {
        return CommandLine.run(command(List.of(arguments)).toArray(String[]::new));
    }

    private static List<String> command(List<String> arguments) {
        return Stream.concat(Stream.of(COMMAND), arguments.stream()).toList();
    }

    /**
     * The command that runs an image in the foreground with these variables of its process.
     *
     * @param options of the container
     * @param image and what follows it
     */
    static List<String> container(String name, List<String> options, Map<String, String> environment, String... image) {
        Stream<String> fixed = Stream.of("run", "--rm", "--name", name, "--network", "host");
        Stream<String> variables = environment.keySet().stream().flatMap(variable -> Stream.of("--env", variable));
        return command(Stream.of(fixed, options.stream(), variables, Stream.of(image))
                .flatMap(part -> part)
                .toList());
    }
}
