package dev.gengate.proof.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.proof.servers.Backends;
import dev.gengate.proof.servers.ChildProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sandbox for those who call the gateway does what the commands of docs/testing-against.md say. */
@Tag("gate")
class SandboxIT {
    private static final Pattern COMMANDS = Pattern.compile("(?s)```bash\n(.*?)```");

    /** Another address of this machine than {@code localhost}. */
    private static final String OUTSIDE = "127.0.0.2";

    @TempDir
    private static Path folder;

    @Test
    void commandsOfTheDocumentDoWhatTheySay() throws Exception {
        Matcher commands = COMMANDS.matcher(Files.readString(Path.of("docs/testing-against.md")));
        assertTrue(commands.find());
        List<String> command = ChildProcess.java(
                "-Xmx512m", Sandbox.class, "--speed", "100", "--host", "0.0.0.0", "--advertised", OUTSIDE);
        try (RunningSandbox sandbox = new RunningSandbox(command, Path.of(""), folder.resolve("sandbox.log"))) {
            Path script = folder.resolve("commands.sh");
            Files.writeString(script, "set -euo pipefail\n" + commands.group(1).replace(":8080", ":" + sandbox.http()));
            ChildProcess shell =
                    new ChildProcess(List.of("bash", script.toString()), Map.of(), folder.resolve("commands.log"));
            shell.in(folder).start();

            assertTrue(shell.endedWithin(RunningSandbox.PATIENCE));
            assertEquals(0, shell.exitCode(), shell::printed);
            assertEquals(
                    List.of("fail: failed", "no-callback: succeeded", "lose-answer: succeeded"),
                    shell.printed().lines().toList());
            assertKafkaIsReachedFromOutside(sandbox.kafka());
        }
    }

    private static void assertKafkaIsReachedFromOutside(String bootstrap) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            TopicDescription topic = admin.describeTopics(List.of(Backends.TOPIC))
                    .allTopicNames()
                    .get()
                    .get(Backends.TOPIC);
            assertEquals(3, topic.partitions().size());
            assertEquals(OUTSIDE, topic.partitions().get(0).leader().host());
        }
    }
}
