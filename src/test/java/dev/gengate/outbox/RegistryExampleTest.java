package dev.gengate.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.gengate.proof.gateway.CommandLine;
import dev.gengate.proof.gateway.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The commands of docs/events.md that register the schemas ask what the two registries document. */
class RegistryExampleTest {
    private static final Pattern COMMANDS = Pattern.compile("(?s)```bash\n([^`]*for event in .*?)```");
    private static final Path SCHEMAS = Path.of("src/main/resources/schema");

    private final List<Asked> asked = new CopyOnWriteArrayList<>();

    private HttpServer gatewayAndRegistries;

    private record Asked(String what, JsonNode body) {}

    @BeforeEach
    void start() throws IOException {
        gatewayAndRegistries = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        gatewayAndRegistries.createContext("/", this::answer);
        gatewayAndRegistries.start();
    }

    @AfterEach
    void stop() {
        gatewayAndRegistries.stop(0);
    }

    @Test
    void schemasAreRegisteredAsTheyAreServed() throws IOException {
        assumeTrue(CommandLine.run("jq", "--version").succeeded(), "jq is not here");
        Matcher commands = COMMANDS.matcher(Files.readString(Path.of("docs/events.md")));
        assertTrue(commands.find());
        String here = "http://localhost:" + gatewayAndRegistries.getAddress().getPort();

        CommandLine.run(
                        Map.of("APICURIO", here, "CONFLUENT", here),
                        "bash",
                        "-euc",
                        commands.group(1).replace("http://localhost:8080", here))
                .orFail();

        List<Asked> expected = new ArrayList<>();
        Map<String, String> topics = Map.of(
                "completed", "generation.completed",
                "stored", "generation.stored",
                "requested", "ads.requests",
                "rejected", "ads.requests.rejected");
        for (String event : List.of("completed", "stored", "requested", "rejected")) {
            String schema = Files.readString(SCHEMAS.resolve("generation-" + event + ".schema.json"))
                    .stripTrailing();
            Map<String, String> content = Map.of("content", schema, "contentType", "application/json");
            expected.add(asked(
                    "POST /apis/registry/v3/groups/generation-gateway/artifacts?ifExists=FIND_OR_CREATE_VERSION",
                    Map.of(
                            "artifactId",
                            "generation-" + event,
                            "artifactType",
                            "JSON",
                            "firstVersion",
                            Map.of("content", content))));
            // its default refuses the next release that adds a field to what is read
            String compatibility = event.equals("requested") ? "BACKWARD" : "FORWARD";
            expected.add(asked("PUT /config/" + topics.get(event) + "-value", Map.of("compatibility", compatibility)));
            expected.add(asked(
                    "POST /subjects/" + topics.get(event) + "-value/versions",
                    Map.of("schemaType", "JSON", "schema", schema)));
        }
        assertEquals(expected, asked);
    }

    private static Asked asked(String what, Map<String, ?> body) {
        return new Asked(what, Json.tree(body));
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        byte[] answer = "{}".getBytes(UTF_8);
        if (path.startsWith("/schemas/")) {
            answer = Files.readAllBytes(SCHEMAS.resolve(path.substring("/schemas/".length())));
        } else {
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            asked.add(new Asked(exchange.getRequestMethod() + " " + exchange.getRequestURI(), Json.read(body)));
        }
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }
}
