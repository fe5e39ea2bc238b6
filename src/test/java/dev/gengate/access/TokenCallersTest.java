package dev.gengate.access;

import static dev.gengate.attack.Hardened.ADS_SUBJECT;
import static dev.gengate.proof.gateway.GatewayCalls.ads;
import static dev.gengate.proof.gateway.GatewayCalls.as;
import static dev.gengate.proof.gateway.GatewayCalls.prompt;
import static dev.gengate.proof.gateway.GatewayCalls.submit;
import static dev.gengate.proof.gateway.GatewayCalls.submitted;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.Matchers.equalTo;

import dev.gengate.attack.Hardened;
import dev.gengate.proof.servers.Backends;
import dev.gengate.support.GatewayTest;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** OIDC tokens, of the shape that Kubernetes gives its service accounts, beside keys. */
@QuarkusTest
@TestProfile(Hardened.class)
class TokenCallersTest extends GatewayTest {

    @Test
    void serviceAccountsTokenIsTheCallerThatClaimsItsSubject() {
        String byKey = submitted("by key");

        String byToken = submitted(as(token(ADS_SUBJECT)), prompt("by token"));

        as(token(ADS_SUBJECT)).get("/v1/generations/" + byKey).then().statusCode(200);
        ads().get("/v1/generations/" + byToken).then().statusCode(200);
        as(Backends.SHOP_KEY).get("/v1/generations/" + byToken).then().statusCode(404);
    }

    @Test
    void rolesOfAClaimedSubjectAreThoseOfTheConfigurationAlone() {
        String token = claims("reader-subject").groups("operator").sign(Hardened.issuersKey());

        as(token).get("/v1/generations").then().statusCode(200);
        submit(as(token), prompt("a reader")).statusCode(403);
        as(token).get("/v1/generations/" + submitted("not the reader's")).then().statusCode(404);
    }

    @Test
    void anotherSubjectIsACallerOfItsOwnWithTheRolesOfItsToken() {
        String reader = claims("alice").groups("image-readers").sign(Hardened.issuersKey());
        String without = claims("bob").sign(Hardened.issuersKey());

        as(reader).get("/v1/generations").then().statusCode(200).body("items.size()", equalTo(0));
        submit(as(reader), prompt("no")).statusCode(403).contentType("application/problem+json");
        as(without).get("/v1/generations").then().statusCode(403);
    }

    @Test
    void tokenCannotBearTheNameOfAConfiguredCaller() {
        assertRefused(claims("ops").groups("operator").sign(Hardened.issuersKey()));
        assertRefused(claims("ads").groups("read").sign(Hardened.issuersKey()));
    }

    /** Otherwise nothing of that caller could be stored. */
    @Test
    void tokenOfASubjectThatIsTooLongIsRefused() {
        assertRefused(claims("x".repeat(256)).groups("image-readers").sign(Hardened.issuersKey()));
        as(claims("x".repeat(255)).groups("image-readers").sign(Hardened.issuersKey()))
                .get("/v1/generations")
                .then()
                .statusCode(200);
    }

    @Test
    void tokenThatIsNotGenuineIsRefused() throws Exception {
        PrivateKey another =
                KeyPairGenerator.getInstance("RSA").generateKeyPair().getPrivate();
        String genuine = token(ADS_SUBJECT);
        long past = Instant.now().getEpochSecond() - 3_600;

        assertRefused(claims(ADS_SUBJECT).sign(another));
        assertRefused(claims(ADS_SUBJECT).audience("another-service").sign(Hardened.issuersKey()));
        assertRefused(claims(ADS_SUBJECT).issuer("https://evil.example").sign(Hardened.issuersKey()));
        assertRefused(claims(ADS_SUBJECT).issuedAt(past - 60).expiresAt(past).sign(Hardened.issuersKey()));
        assertRefused(genuine.substring(0, genuine.lastIndexOf('.') + 1));
        assertRefused(genuine.substring(0, genuine.length() - 4) + "AAAA");
        assertRefused(claims(ADS_SUBJECT).signWithSecret("0123456789012345678901234567890123456789"));
    }

    @Test
    void tokenThatSaysItselfHowToVerifyItIsRefused() throws Exception {
        String genuine = token(ADS_SUBJECT);
        String payload = genuine.split("\\.")[1];
        byte[] publicKey = Hardened.issuersPublicKey();
        String base64 = Base64.getEncoder().encodeToString(publicKey);
        String pem = "-----BEGIN PUBLIC KEY-----\n" + base64 + "\n-----END PUBLIC KEY-----\n";

        for (String none : List.of("none", "None", "NONE", "nOnE")) {
            assertRefused(header(none) + "." + payload + ".");
            assertRefused(header(none) + "." + payload + genuine.substring(genuine.lastIndexOf('.')));
        }
        // the public key taken for a shared secret
        for (byte[] secret : List.of(publicKey, base64.getBytes(UTF_8), pem.getBytes(UTF_8))) {
            String signed = header("HS256") + "." + payload;
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            assertRefused(signed + "." + base64Url(mac.doFinal(signed.getBytes(UTF_8))));
        }
    }

    private static String header(String algorithm) {
        return base64Url(("{\"typ\":\"JWT\",\"alg\":\"" + algorithm + "\"}").getBytes(UTF_8));
    }

    private static String base64Url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static void assertRefused(String token) {
        as(token)
                .get("/v1/generations")
                .then()
                .statusCode(401)
                .contentType("application/problem+json")
                .header("WWW-Authenticate", "Bearer error=\"invalid_token\"");
    }

    private static String token(String subject) {
        return claims(subject).sign(Hardened.issuersKey());
    }

    private static JwtClaimsBuilder claims(String subject) {
        return Jwt.claims(Map.of("kubernetes.io", Map.of("namespace", "ads")))
                .issuer(Hardened.ISSUER)
                .audience(Hardened.AUDIENCE)
                .subject(subject);
    }
}
