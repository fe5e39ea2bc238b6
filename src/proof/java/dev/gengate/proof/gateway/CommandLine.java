package dev.gengate.proof.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Runs a tool that this machine may have. */
public final class CommandLine {
    /** How a command ended, and what it said on both outputs together. */
    public record Result(int exitCode, String output) {
        public boolean succeeded() {
            return exitCode == 0;
        }

        /** The output. @throws AssertionError with that output, when the command failed */
        public String orFail() {
            if (!succeeded()) {
                throw new AssertionError(output);
            }
            return output;
        }
    }

    private static final int NOT_FOUND = 127;

    private CommandLine() {}

    public static Result run(String... command) {
        return run(Map.of(), command);
    }

    public static Result run(Map<String, String> environment, String... command) {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        try {
            var process = builder.start();
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Result(process.waitFor(), output);
        } catch (IOException e) {
            return new Result(NOT_FOUND, command[0] + " is not on this machine");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
