package dev.gengate.callback;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Which request a callback repeats. */
class EchoedCallbackUrlTest {
    private static final UUID ID = UUID.fromString("0190f6c2-7b1e-7a90-8f2b-2f4f5f3f1a11");
    private static final UUID OTHER = UUID.fromString("0190f6c2-7b1e-7a90-8f2b-2f4f5f3f1a22");

    @Test
    void theOwnUrlIsKnownHoweverItIsEscaped() {
        assertFalse(EchoedCallbackUrl.ofAnother(
                echo("https:\\\\/\\\\/gateway.example\\\\/callbacks\\\\/kie\\\\/" + ID), ID));
    }

    @Test
    void anotherUrlIsKnownWhoseverItIs() {
        assertTrue(EchoedCallbackUrl.ofAnother(echo("https://gateway.example/callbacks/kie/" + OTHER + "/token"), ID));
        assertTrue(EchoedCallbackUrl.ofAnother(echo("https://elsewhere.example/callback"), ID));
    }

    @Test
    void aBodyWithoutAnEchoSaysNothing() {
        assertFalse(
                EchoedCallbackUrl.ofAnother("{\"data\":{\"taskId\":\"task\"}}".getBytes(StandardCharsets.UTF_8), ID));
    }

    private static byte[] echo(String url) {
        return "{\"data\":{\"param\":\"{\\\"callBackUrl\\\":\\\"%s\\\"}\"}}"
                .formatted(url)
                .getBytes(StandardCharsets.UTF_8);
    }
}
