package dev.gengate.attack;

import static dev.gengate.proof.gateway.GatewayCalls.ads;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.proof.attack.Attack;
import dev.gengate.proof.attack.Attacks;
import dev.gengate.proof.attack.RawAnswer;
import dev.gengate.proof.attack.RawHttp;
import dev.gengate.proof.servers.Backends;
import dev.gengate.support.GatewayTest;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each bad input over a real connection: refused, and without any effect. docs/SECURITY.md lists them all. */
@QuarkusTest
class BadInputTest extends GatewayTest {
    /** Refused by the decoder of HTTP, or for a URI that is none, before there is a request that a problem is about. */
    private static final Set<String> NO_HTTP = Set.of(
            "key-nul",
            "key-escape",
            "key-carriage-return",
            "header-name-space",
            "header-name-nul",
            "header-no-colon",
            "header-long",
            "headers-many",
            "path-long",
            "id-bad-escape",
            "id-cut-escape",
            "query-bad-escape",
            "query-cut-escape",
            "line-garbage",
            "line-nul",
            "smuggle-cl-cl",
            "smuggle-cl-list",
            "smuggle-cl-signed",
            "smuggle-cl-negative",
            "smuggle-cl-huge",
            "smuggle-cl-hexadecimal",
            "smuggle-cl-text",
            "smuggle-te-space",
            "smuggle-te-tab");
    /** The provider reads statuses, and no problems. */
    private static final Pattern CALLBACK = Pattern.compile("[A-Z]+ /callbacks/");

    /** Whatever a request may leave in the ledger. */
    private static final String STORED = Stream.of("generation", "late_outcome", "operation", "file", "audit", "brake")
            .map(table -> "(select count(*) from " + table + ")")
            .collect(Collectors.joining(" + ", "select ", ""));

    @ParameterizedTest
    @EnumSource
    void badInputIsRefusedAndHasNoEffect(Attacks kind) {
        long before = numberInLedger(STORED);
        RawHttp http = new RawHttp(Backends.gateway(), 5_000, kind == Attacks.FRAMING ? 200 : 5);

        assertAll(kind.attacks().stream().map(attack -> () -> assertRefused(attack, http.send(attack.request()))));

        assertEquals(before, numberInLedger(STORED), "stored");
        assertEquals(0, provider.requests().size(), "sent to the provider");
        ads().get("/v1/generations?limit=1").then().statusCode(200);
    }

    @Test
    void callbackThatNamesNoHostIsToldSoAndNotItsToken() {
        byte[] request = "POST /callbacks/kie/x/its-token HTTP/1.1\r\nContent-Length: 0\r\n\r\n".getBytes(ISO_8859_1);

        RawAnswer answer = new RawHttp(Backends.gateway(), 5_000, 0).send(request);

        assertEquals(400, answer.status());
        assertTrue(answer.body().contains("urn:gengate:problem:bad-request"), answer::text);
        assertFalse(answer.text().contains("its-token"), answer::text);
    }

    static void assertRefused(Attack attack, RawAnswer answer) {
        assertAll(
                attack.name(),
                () -> assertTrue(attack.answers().contains(answer.status()), () -> "answered " + answer),
                () -> assertTrue(answersOneRequest(answer), answer::text),
                () -> assertTrue(
                        isProblem(answer) || mayBeEmpty(attack) && answer.body().isEmpty(), answer::text),
                () -> assertTrue(answer.closed() || answer.status() != Attack.CLOSED, "left open"),
                () -> assertFalse(answer.head().contains("X-Evil"), answer::head),
                () -> assertFalse(answer.tellsOfInsides(), answer::text));
    }

    /** Bytes that are no HTTP may be refused once more behind an answer that ends the connection: a proxy reads on no further. */
    private static boolean answersOneRequest(RawAnswer answer) {
        List<Integer> statuses = answer.statuses();
        return statuses.size() <= 1
                || statuses.equals(List.of(400, 400)) && answer.head().contains("connection: close");
    }

    private static boolean isProblem(RawAnswer answer) {
        return answer.head().contains("application/problem+json")
                && answer.body().contains("\"type\":\"urn:gengate:problem:");
    }

    private static boolean mayBeEmpty(Attack attack) {
        return NO_HTTP.contains(attack.name())
                || attack.answers().contains(Attack.CLOSED)
                || CALLBACK.matcher(new String(attack.request(), ISO_8859_1)).lookingAt();
    }
}
