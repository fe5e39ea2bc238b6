package dev.gengate.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The consumer in docs/events.md is short, and compiles against kafka-clients alone. */
class ConsumerExampleTest {
    private static final Pattern JAVA = Pattern.compile("(?s)```java\n(.*?)```");

    @TempDir
    private Path folder;

    @Test
    void consumerCompiles() throws IOException, URISyntaxException {
        Matcher example = JAVA.matcher(Files.readString(Path.of("docs/events.md")));
        assertTrue(example.find());
        Path source = Files.writeString(folder.resolve("CompletedGenerations.java"), example.group(1));

        DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(said, null, null)) {
            List<String> options = List.of("-classpath", kafkaClients(), "-d", folder.toString(), "-Xlint:all");
            compiler.getTask(null, files, said, options, null, files.getJavaFileObjects(source))
                    .call();
        }

        assertEquals(List.of(), said.getDiagnostics());
        assertTrue(example.group(1).lines().count() <= 24, "short");
    }

    private static String kafkaClients() throws URISyntaxException {
        return Path.of(KafkaConsumer.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .toString();
    }
}
