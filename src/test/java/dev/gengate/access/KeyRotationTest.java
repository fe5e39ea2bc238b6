package dev.gengate.access;

import static dev.gengate.proof.gateway.GatewayCalls.as;
import static org.awaitility.Awaitility.await;

import dev.gengate.attack.Hardened;
import dev.gengate.support.GatewayTest;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Keys in a mounted file come and go while the gateway runs. */
@QuarkusTest
@TestProfile(Hardened.class)
class KeyRotationTest extends GatewayTest {
    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

    @Test
    void keyIsReplacedWithoutARestart() {
        Hardened.writeKeys("old-key-of-rotating");
        awaitStatus("old-key-of-rotating", 200);

        Hardened.writeKeys("old-key-of-rotating", "new-key-of-rotating");
        awaitStatus("new-key-of-rotating", 200);
        awaitStatus("old-key-of-rotating", 200);

        Hardened.writeKeys("new-key-of-rotating");
        awaitStatus("old-key-of-rotating", 401);
        awaitStatus("new-key-of-rotating", 200);
    }

    private static void awaitStatus(String key, int status) {
        await().atMost(TEN_SECONDS).until(() -> as(key).get("/v1/generations").statusCode() == status);
    }
}
