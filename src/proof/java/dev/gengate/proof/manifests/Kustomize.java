package dev.gengate.proof.manifests;

import dev.gengate.proof.gateway.CommandLine;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Renders a folder of {@code k8s/} with the kubectl of this machine, once per run and folder. */
public final class Kustomize {
    private static final Path ROOT = Path.of("k8s");
    /** Components and the labels transformer need Kustomize 5, which is in kubectl since 1.27. */
    private static final Pattern NEW_ENOUGH = Pattern.compile("Kustomize Version: v([5-9]|[1-9]\\d)\\.");

    private static final Map<String, String> RENDERED = new ConcurrentHashMap<>();

    private Kustomize() {}

    /** False where there is no kubectl, or one that is too old for these files. */
    static boolean available() {
        var version = CommandLine.run("kubectl", "version", "--client").output();
        return NEW_ENOUGH.matcher(version).find();
    }

    /** The documents of a folder such as {@code overlays/prod}; each call gives a copy of its own to change. */
    public static Manifests render(String folder) {
        return new Manifests(YamlFile.readAll(RENDERED.computeIfAbsent(folder, Kustomize::yaml)));
    }

    private static String yaml(String folder) {
        return CommandLine.run("kubectl", "kustomize", ROOT.resolve(folder).toString())
                .orFail();
    }
}
