package dev.gengate.proof.faults;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gengate.proof.servers.Backends;
import dev.gengate.support.GatewayTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import org.junit.jupiter.api.Test;

/** The bodies of the run of faults take all the room that their caller may have, and the run tells if they did not. */
@QuarkusTest
class HalfBodiesTest extends GatewayTest {

    @Test
    void someAreRefusedForLackOfRoom() {
        HalfBodies bodies = bodies(Backends.ADS_KEY);

        bodies.send();

        await().until(bodies::thrown);
        assertDoesNotThrow(bodies::close);
    }

    @Test
    void bodiesOfWhichNoneIsHeldAreNotThrown() {
        HalfBodies bodies = bodies("no key");

        bodies.send();

        assertThrows(IllegalStateException.class, bodies::close);
    }

    private static HalfBodies bodies(String key) {
        return new HalfBodies(RestAssured.port, Backends.management(), key);
    }
}
