package dev.gengate.callback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

/** Only a path that the gateway gave out itself opens anything. {@code -Dfuzz.cases=N} tries longer. */
class CallbackPathFuzzTest {
    private static final UUID ID = UUID.fromString("0190f6c2-7b1e-7a90-8f2b-2f4f5f3f1a11");

    private final CallbackToken tokens = new CallbackToken(List.of("a-secret-of-this-test-alone"));
    private final CallbackAddress addresses = new CallbackAddress(() -> "https://gateway.test", tokens);
    private final String genuine = CallbackAddress.PATH + ID + "/" + tokens.sign(ID);

    @Property
    void anyPathIsRefused(@ForAll String path) {
        assertTrue(addresses.verifiedId(HttpMethod.POST, path).isEmpty());
        assertTrue(addresses
                .verifiedId(HttpMethod.POST, CallbackAddress.PATH + path)
                .isEmpty());
        assertTrue(addresses
                .verifiedId(HttpMethod.POST, genuine.substring(0, genuine.length() - 43) + path)
                .isEmpty());
    }

    @Property
    void genuinePathWithAnythingChangedIsRefused(
            @ForAll @IntRange(max = 94) int at,
            @ForAll @IntRange(max = 3) int cut,
            @ForAll @StringLength(max = 3) String put) {
        String changed = genuine.substring(0, at) + put + genuine.substring(Math.min(genuine.length(), at + cut));

        assertEquals(
                changed.equals(genuine),
                addresses.verifiedId(HttpMethod.POST, changed).isPresent());
    }

    @Property
    void tokenOfTheRightLengthIsRefused(@ForAll @StringLength(43) @CharRange(from = 'A', to = 'z') String token) {
        String path = CallbackAddress.PATH + ID + "/" + token;

        assertEquals(
                path.equals(genuine),
                addresses.verifiedId(HttpMethod.POST, path).isPresent());
    }
}
