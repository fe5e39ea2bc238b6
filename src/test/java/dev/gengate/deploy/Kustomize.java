package dev.gengate.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Renders a folder of {@code k8s/} with the kubectl of this machine, once per run and folder. */
final class Kustomize {
    private static final Path ROOT = Path.of("k8s");
    /** Components and the labels transformer need Kustomize 5, which is in kubectl since 1.27. */
    private static final Pattern NEW_ENOUGH = Pattern.compile("Kustomize Version: v([5-9]|[1-9]\\d)\\.");

    private static final Map<String, String> RENDERED = new ConcurrentHashMap<>();

    private Kustomize() {}

    /** False where there is no kubectl, or one that is too old for these files. */
    static boolean available() {
        try {
            return NEW_ENOUGH.matcher(run("kubectl", "version", "--client")).find();
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    /** The documents of a folder such as {@code overlays/prod}; each call gives a copy of its own to change. */
    static Manifests render(String folder) {
        var yaml = RENDERED.computeIfAbsent(
                folder,
                missing -> run("kubectl", "kustomize", ROOT.resolve(missing).toString()));
        return new Manifests(YamlFile.readAll(yaml));
    }

    private static String run(String... command) {
        try {
            var process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(String.join(" ", command) + " failed: see the error output");
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
