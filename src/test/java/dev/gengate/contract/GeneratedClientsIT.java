package dev.gengate.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gengate.proof.gateway.CommandLine;
import dev.gengate.proof.servers.Backends;
import dev.gengate.proof.servers.ChildProcess;
import dev.gengate.support.GatewayTest;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Clients that openapi-generator makes of the document compile in Java, TypeScript and Python, and the Java one works
 * against the packaged gateway. {@code .ci/run} brings the generator; what a machine lacks is not tested and said there.
 */
@Tag("gate")
@QuarkusIntegrationTest
class GeneratedClientsIT extends GatewayTest {
    private static final Path FOLDER = Path.of("target", "contract").toAbsolutePath();
    private static final Path GENERATOR = FOLDER.resolve("openapi-generator-cli.jar");
    private static final String DOCUMENT = "src/main/resources/schema/openapi.yaml";
    private static final String TYPESCRIPT = "typescript@5.9";
    private static final String JAVA =
            "--library native --additional-properties=openApiNullable=false,useJakartaEe=true"
                    + " --invoker-package dev.gengate.client --api-package dev.gengate.client.api"
                    + " --model-package dev.gengate.client.model";
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    /** An option for programs that run for seconds. */
    private static final String ONE_COMPILER = "-XX:TieredStopAtLevel=1";

    /** Every pattern of the client is a regular expression to Python; it is compiled at the first use of its field only. */
    private static final String PATTERNS =
            """
            import pathlib, re, sys
            found = [p for f in pathlib.Path(sys.argv[1]).rglob('*.py') for p in re.findall(r're\\.match\\(r"(.*?)", value\\)', f.read_text())]
            assert found, 'no pattern'
            [re.compile(p) for p in found]
            """;

    @Test
    void javaClientWorks() throws Exception {
        Path client = generated("java", JAVA.split(" "));
        List<String> compile = command(
                "javac",
                "-J" + ONE_COMPILER,
                "-nowarn",
                "-proc:none",
                "-d",
                client.resolve("classes").toString());
        compile.addAll(List.of("-cp", System.getProperty("java.class.path"), "src/test/clients/SubmitAndRead.java"));
        try (Stream<Path> sources = Files.walk(client.resolve("src/main/java"))) {
            sources.map(Path::toString).filter(name -> name.endsWith(".java")).forEach(compile::add);
        }
        run(compile);

        String classes = client.resolve("classes") + File.pathSeparator + System.getProperty("java.class.path");
        String said = run(command(
                "java",
                ONE_COMPILER,
                "-cp",
                classes,
                "SubmitAndRead",
                Backends.gateway().toString(),
                Backends.ADS_KEY));

        assertTrue(said.contains("the generated client works"), said);
    }

    @Test
    void typeScriptClientCompiles() throws Exception {
        assumeTrue(isHere("npx", "--version"), "npx is not here");
        Path client = generated("typescript-fetch");

        run(command(
                "npx",
                "--yes",
                "-p",
                TYPESCRIPT,
                "tsc",
                "--noEmit",
                "--strict",
                "--target",
                "es2020",
                "--lib",
                "es2020,dom",
                "--module",
                "esnext",
                "--moduleResolution",
                "node",
                client.resolve("index.ts").toString()));
    }

    @Test
    void pythonClientCompiles() throws Exception {
        assumeTrue(isHere("python3", "--version"), "python3 is not here");
        Path client = generated("python");

        run(command("python3", "-m", "compileall", "-q", client.toString()));
        run(command("python3", "-c", PATTERNS, client.toString()));
    }

    private static Path generated(String generator, String... options) throws Exception {
        assumeTrue(Files.exists(GENERATOR), "openapi-generator is not here");
        Path folder = FOLDER.resolve(generator);
        List<String> command = command(
                "java", ONE_COMPILER, "-jar", GENERATOR.toString(), "generate", "-g", generator, "-i", DOCUMENT);
        command.addAll(List.of("-o", folder.toString()));
        command.addAll(List.of(options));
        run(command);
        return folder;
    }

    private static List<String> command(String... words) {
        return new ArrayList<>(List.of(words));
    }

    private static boolean isHere(String... command) {
        return CommandLine.run(command).succeeded();
    }

    private static String run(List<String> command) {
        try (ChildProcess process = new ChildProcess(command, Map.of(), FOLDER.resolve("last-command.log"))) {
            process.start();
            boolean ended = process.endedWithin(PATIENCE);
            String said = process.printed();
            assertTrue(ended, said);
            assertEquals(0, process.exitCode(), said);
            return said;
        }
    }
}
