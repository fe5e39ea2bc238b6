package dev.gengate.callback;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What would be read of a secret if somebody logged what holds it. */
class TextOfSecretsTest {
    private static final String SECRET = "nobody-may-read-this-0123456789";

    @ParameterizedTest
    @MethodSource
    void holdsNoSecret(Object holder) {
        assertFalse(String.valueOf(holder).contains(SECRET), holder.getClass()::getName);
    }

    static Stream<Object> holdsNoSecret() {
        CallbackToken token = new CallbackToken(List.of(SECRET));
        return Stream.of(
                new Hmac(SECRET),
                token,
                new CallbackAddress(() -> "https://gateway.example/" + SECRET, token),
                new ProviderSignature(Optional.of(SECRET), Duration.ofMinutes(5), Clock.systemUTC()),
                new Callback(UUID.randomUUID(), SECRET.getBytes(UTF_8), SECRET, SECRET),
                config());
    }

    private static CallbackConfig config() {
        return new SmallRyeConfigBuilder()
                .withMapping(CallbackConfig.class)
                .withDefaultValues(Map.of("gateway.callback.secrets", SECRET, "gateway.callback.signature-key", SECRET))
                .build()
                .getConfigMapping(CallbackConfig.class);
    }
}
