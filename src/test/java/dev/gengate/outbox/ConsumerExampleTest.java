package dev.gengate.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java in the documents compiles: the consumer, which is short, against kafka-clients alone. */
class ConsumerExampleTest {
    private static final Pattern JAVA = Pattern.compile("(?s)```java\n(.*?)```");

    @TempDir
    private Path folder;

    @Test
    void consumerCompiles() throws IOException, URISyntaxException {
        String example = first("docs/events.md");

        assertCompiles("CompletedGenerations", example, kafkaClients());
        assertTrue(example.lines().count() <= 24, "short");
    }

    /** What starts the sandbox as a process. */
    @Test
    void testWithJUnitCompiles() throws IOException {
        assertCompiles(
                "OrdersTest",
                """
                import static org.awaitility.Awaitility.await;
                import java.net.URI;
                import java.net.http.*;
                import java.net.http.HttpResponse.BodyHandlers;
                import java.time.Duration;
                import org.junit.jupiter.api.*;
                """
                        + first("docs/testing-against.md"),
                System.getProperty("java.class.path"));
    }

    /** What starts it as a container: a field of the test. */
    @Test
    void testWithTestcontainersCompiles() throws IOException {
        assertCompiles(
                "OrdersInAContainerTest",
                """
                import com.github.dockerjava.api.model.PortBinding;
                import org.testcontainers.containers.GenericContainer;
                import org.testcontainers.containers.wait.strategy.Wait;
                class OrdersInAContainerTest {
                """
                        // of testcontainers-junit-jupiter, which the gateway does not have
                        + block("docs/testing-against.md", 1).replace("@Container", "")
                        + "}",
                System.getProperty("java.class.path"));
    }

    private static String first(String document) throws IOException {
        return block(document, 0);
    }

    private static String block(String document, int index) throws IOException {
        return JAVA.matcher(Files.readString(Path.of(document)))
                .results()
                .map(example -> example.group(1))
                .toList()
                .get(index);
    }

    private void assertCompiles(String name, String java, String classPath) throws IOException {
        Path source = Files.writeString(folder.resolve(name + ".java"), java);
        DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(said, null, null)) {
            List<String> options =
                    List.of("-classpath", classPath, "-d", folder.toString(), "-proc:none", "-Xlint:all,-path");
            compiler.getTask(null, files, said, options, null, files.getJavaFileObjects(source))
                    .call();
        }

        assertEquals(List.of(), said.getDiagnostics());
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
