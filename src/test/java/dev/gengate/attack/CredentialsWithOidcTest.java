package dev.gengate.attack;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gengate.proof.attack.Attacks;
import dev.gengate.proof.attack.RawHttp;
import dev.gengate.proof.servers.Backends;
import dev.gengate.support.GatewayTest;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;

/** Where tokens are taken beside keys, what is no right to the API is none all the same. */
@QuarkusTest
@TestProfile(Hardened.class)
class CredentialsWithOidcTest extends GatewayTest {

    @Test
    void badCredentialsAreRefusedWithOidcToo() {
        RawHttp http = new RawHttp(Backends.gateway(), 5_000, 5);

        assertAll(Attacks.CREDENTIALS.attacks().stream()
                .map(attack -> () -> BadInputTest.assertRefused(attack, http.send(attack.request()))));

        assertEquals(0, provider.requests().size());
    }
}
