package dev.gengate.callback;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallbackTokenTest {
    private static final UUID ID = UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8057");

    private final CallbackToken token = new CallbackToken(List.of("first-secret"));

    @Test
    void tokenIsTheHmacOfTheIdUnderTheFirstSecret() throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("first-secret".getBytes(US_ASCII), "HmacSHA256"));
        byte[] digest = mac.doFinal("01890a5d-ac96-774b-bcce-b302099a8057".getBytes(US_ASCII));

        String signed = new CallbackToken(List.of("first-secret", "second-secret")).sign(ID);

        assertEquals(Base64.getUrlEncoder().withoutPadding().encodeToString(digest), signed);
        assertTrue(signed.matches("[A-Za-z0-9_-]{43}"));
    }

    @Test
    void everySecretVerifies() {
        CallbackToken rotated = new CallbackToken(List.of("second-secret", "first-secret", "another-secret"));

        assertTrue(rotated.verify(ID, token.sign(ID)));
        assertTrue(rotated.verify(ID, rotated.sign(ID)));
    }

    /** In each of the three rollouts of a rotation, what an old pod signs a new one verifies, and the other way round. */
    @Test
    void podsBesideEachOtherInARotationVerifyEachOther() {
        List<CallbackToken> steps = Stream.of("old", "old,new", "new,old", "new")
                .map(secrets -> new CallbackToken(List.of(secrets.split(","))))
                .toList();

        for (int step = 1; step < steps.size(); step++) {
            CallbackToken before = steps.get(step - 1);
            CallbackToken after = steps.get(step);
            assertTrue(after.verify(ID, before.sign(ID)), "signed before step " + step);
            assertTrue(before.verify(ID, after.sign(ID)), "signed after step " + step);
        }
    }

    @Test
    void tokenOfADroppedSecretIsRefused() {
        assertFalse(new CallbackToken(List.of("second-secret")).verify(ID, token.sign(ID)));
    }

    @Test
    void tokenOfAnotherGenerationIsRefused() {
        assertFalse(token.verify(UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8058"), token.sign(ID)));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "a", "\u00e9", "\ud800", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void nonsenseIsRefused(String nonsense) {
        assertFalse(token.verify(ID, nonsense));
    }

    @Test
    void everyChangedCharacterIsRefused() {
        String genuine = token.sign(ID);

        for (int at = 0; at < genuine.length(); at++) {
            char other = genuine.charAt(at) == 'A' ? 'B' : 'A';
            assertFalse(token.verify(ID, genuine.substring(0, at) + other + genuine.substring(at + 1)));
        }
        assertFalse(token.verify(ID, genuine + "="));
        assertFalse(token.verify(ID, genuine.substring(1)));
    }

    @Test
    void oneInstanceServesManyThreads() {
        String genuine = token.sign(ID);

        assertTrue(IntStream.range(0, 20_000).parallel().allMatch(any -> token.verify(ID, genuine)));
    }

    @Test
    void noSecretAtAllIsRefusedWithThePropertysName() {
        assertRefused(List.of());
        assertRefused(List.of("first-secret", " "));
    }

    private static void assertRefused(List<String> secrets) {
        Exception refusal = assertThrows(IllegalArgumentException.class, () -> new CallbackToken(secrets));
        assertTrue(refusal.getMessage().contains("gateway.callback.secrets"));
        assertFalse(refusal.getMessage().contains("first-secret"));
    }
}
