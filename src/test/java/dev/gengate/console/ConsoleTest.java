package dev.gengate.console;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.proof.attack.RawHttp;
import dev.gengate.proof.servers.Backends;
import dev.gengate.queue.QueueRulesTest;
import dev.gengate.support.GatewayTest;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The console's files and their policy; {@code ConsoleIT} looks at them in a browser. */
@QuarkusTest
@TestProfile(QueueRulesTest.Rules.class)
class ConsoleTest extends GatewayTest {
    private static final int MOST_BYTES = 60_000;
    private static final Pattern IMPORT = Pattern.compile("from '\\./([a-z]+\\.js)'");

    /** Its paths are no part of the contract. */
    @BeforeEach
    void withoutContract() {
        RestAssured.replaceFiltersWith(List.of());
    }

    @Test
    void everyFileIsServedUnderTheStrictPolicyAndAllAreSmall() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (GZIPOutputStream packed = new GZIPOutputStream(all)) {
            for (String name : ConsoleFiles.read().keySet()) {
                byte[] file = given().get(Backends.gateway() + "/console/" + name)
                        .then()
                        .statusCode(200)
                        .contentType(ConsoleFiles.type(name))
                        .header("Content-Security-Policy", containsString("default-src 'none'"))
                        .header("Content-Security-Policy", containsString("require-trusted-types-for 'script'"))
                        .header("Content-Security-Policy", containsString("frame-ancestors 'none'"))
                        .header("X-Content-Type-Options", equalTo("nosniff"))
                        .extract()
                        .asByteArray();
                packed.write(file);
            }
        }
        assertTrue(all.size() < MOST_BYTES, all.size() + " bytes");
    }

    @Test
    void everyImportIsServedAndNothingIsInlineOrFromElsewhere() {
        Map<String, Buffer> files = ConsoleFiles.read();
        files.forEach((name, file) -> {
            String text = file.toString();
            IMPORT.matcher(text)
                    .results()
                    .map(MatchResult::group)
                    .forEach(imported -> assertTrue(
                            files.containsKey(imported.replaceAll(".*/|'", "")), name + " imports " + imported));
            if (!"preact.js".equals(name)) {
                assertFalse(text.contains("innerHTML") || text.contains("eval("), name);
                assertFalse(text.matches("(?s).*(src|href|from)=?\\s*[\"']https?:.*"), name);
            }
        });
        String index = files.get(ConsoleFiles.INDEX).toString();
        assertFalse(index.matches("(?s).*(<style|<script(?![^>]*src=)| on[a-z]+=).*"), index);
    }

    @Test
    void linksAndKeysOfUsageAreConfiguredAndNothingElseIsTold() {
        given().get(Backends.gateway() + "/console/config.json")
                .then()
                .statusCode(200)
                .body("links.log", equalTo("https://logs.example.com/?id={id}"))
                .body("usageBy", contains("team", "order"))
                .body("size()", equalTo(2));
    }

    @Test
    void noOtherFileIsServed() {
        for (String path : new String[] {
            "/console/nothing.js", "/console/../application.properties", "/console/app.js/",
        }) {
            assertEquals(
                    404,
                    given().urlEncodingEnabled(false)
                            .get(Backends.gateway() + path)
                            .statusCode(),
                    path);
        }
        given().redirects()
                .follow(false)
                .get(Backends.gateway() + "/console")
                .then()
                .statusCode(307)
                .header("Location", equalTo("/console/"));
        given().redirects()
                .follow(false)
                .get(Backends.gateway() + "/console/")
                .then()
                .statusCode(200)
                .contentType(ConsoleFiles.type(ConsoleFiles.INDEX));
    }

    /** The one prefix that an ingress has. */
    @Test
    void consoleIsNotReachedThroughTheCallbackPath() {
        assertEquals(200, status("/console/"));
        for (String path : new String[] {
            "/callbacks/../console/",
            "/callbacks/..;/console/app.js",
            "/callbacks/%2e%2e/console/",
            "/callbacks/..%2fconsole/",
            "/callbacks//../console/config.json",
        }) {
            assertEquals(404, status(path), path);
        }
    }

    private static int status(String path) {
        String request = "GET " + path + " HTTP/1.1\r\nHost: gateway\r\n\r\n";
        return new RawHttp(Backends.gateway(), 5_000, 5)
                .send(request.getBytes(ISO_8859_1))
                .status();
    }
}
