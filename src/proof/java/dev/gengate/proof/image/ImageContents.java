package dev.gengate.proof.image;

import dev.gengate.proof.gateway.Json;
import java.util.ArrayList;
import java.util.List;

/** What is in an image, and what it says of itself. */
final class ImageContents {
    private final String image;

    ImageContents(String image) {
        this.image = image;
    }

    void check(String version, String revision) {
        label("version", version);
        label("revision", revision);
        Require.same("user of the image", "10001:10001", inspected("{{.Config.User}}"));
        // whatever the gateway runs, it cannot change what it runs
        Require.same("files of the application that are not root's", "", inside("find . ! ( -user root -group root )"));
        Require.same("files that others may write", "", inside("find . -perm -o+w ! -type l"));
        Require.same("left by the build in /tmp", "", inside("find /tmp -mindepth 1"));
        Require.same("left by the training run", "", inside("find / -maxdepth 1 -name training"));
    }

    private void label(String name, String value) {
        String labels = inspected("{{json .Config.Labels}}");
        Require.same(
                "label " + name,
                value,
                Json.read(labels).path("org.opencontainers.image." + name).asText());
    }

    long mebibytes() {
        return Long.parseLong(inspected("{{.Size}}")) / (1024 * 1024);
    }

    private String inspected(String format) {
        return Engine.say("image", "inspect", "--format", format, image);
    }

    /** As root, who sees everything. */
    private String inside(String command) {
        List<String> words = List.of(command.split(" "));
        List<String> run = new ArrayList<>(List.of("run", "--rm", "--network", "none", "--user", "0"));
        run.addAll(List.of("--entrypoint", words.get(0), image));
        run.addAll(words.subList(1, words.size()));
        return Engine.say(run.toArray(String[]::new));
    }
}
