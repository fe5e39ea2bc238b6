package dev.gengate.access;

import static dev.gengate.attack.Hardened.ADS_SUBJECT;
import static dev.gengate.proof.gateway.GatewayCalls.ads;
import static dev.gengate.proof.gateway.GatewayCalls.as;
import static dev.gengate.proof.gateway.GatewayCalls.prompt;
import static dev.gengate.proof.gateway.GatewayCalls.submit;
import static dev.gengate.proof.gateway.GatewayCalls.submitted;

import dev.gengate.attack.Attested;
import dev.gengate.attack.Hardened;
import dev.gengate.support.GatewayTest;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import org.junit.jupiter.api.Test;

/** A token is the caller that the configured claim names, as of issuers that name the client, whatever {@code sub} says. */
@QuarkusTest
@TestProfile(Attested.class)
class PrincipalClaimTest extends GatewayTest {

    @Test
    void claimedClientIsTheCaller() {
        String token = claims("somebody").claim("azp", ADS_SUBJECT).sign(Hardened.issuersKey());

        String id = submitted(as(token), prompt("by its client"));

        ads().get("/v1/generations/" + id).then().statusCode(200);
    }

    @Test
    void subjectIsNothing() {
        String another = claims(ADS_SUBJECT).claim("azp", "another").sign(Hardened.issuersKey());
        String none = claims(ADS_SUBJECT).sign(Hardened.issuersKey());

        submit(as(another), prompt("not of ads")).statusCode(403);
        submit(as(none), prompt("of nobody")).statusCode(401);
    }

    private static JwtClaimsBuilder claims(String subject) {
        return Jwt.issuer(Hardened.ISSUER).audience(Hardened.AUDIENCE).subject(subject);
    }
}
