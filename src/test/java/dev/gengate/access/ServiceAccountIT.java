package dev.gengate.access;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.gengate.proof.gateway.GatewayCalls;
import dev.gengate.proof.gateway.PackagedGateway;
import dev.gengate.proof.servers.Backends;
import dev.gengate.proof.servers.LocalPostgres;
import dev.gengate.proof.servers.ThrowAwayAuthority;
import dev.gengate.proof.servers.TokenIssuer;
import io.restassured.response.Response;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tokens of Kubernetes' service accounts, by environment variables alone (docs/SECURITY.md): the issuer's keys are found by
 * discovery, over TLS of an authority that is named.
 */
@Tag("gate")
class ServiceAccountIT {
    private static final String ACCOUNT = "system:serviceaccount:ads:frontend";
    private static final String AUDIENCE = "generation-gateway";

    @TempDir
    private Path folder;

    private ThrowAwayAuthority authority;

    @BeforeEach
    void authority() {
        authority = new ThrowAwayAuthority(folder).signs("server");
    }

    @Test
    void tokenOfAServiceAccountIsItsCallersAndTheIssuersKeysMayRotate() {
        try (TokenIssuer issuer = new TokenIssuer(authority)) {
            String first = issuer.token(ACCOUNT, AUDIENCE, "first", issuer.publishes("first"));
            try (PackagedGateway gateway =
                    PackagedGateway.start(environment(issuer, authority)).awaitReady()) {
                String id =
                        submit(gateway, first).then().statusCode(202).extract().path("id");
                // by its key, since another caller's is not found
                gateway.ads().get("/v1/generations/" + id).then().statusCode(200);

                submit(gateway, issuer.token(ACCOUNT, "another-service", "first", issuer.publishes("first")))
                        .then()
                        .statusCode(401);
                submit(gateway, issuer.token(ACCOUNT, AUDIENCE, "unknown", TokenIssuer.keyPair()))
                        .then()
                        .statusCode(401);
                submit(gateway, issuer.token(ACCOUNT, AUDIENCE, "first", TokenIssuer.keyPair()))
                        .then()
                        .statusCode(401);

                String second = issuer.token(ACCOUNT, AUDIENCE, "second", issuer.publishes("second"));
                await().atMost(Duration.ofSeconds(15))
                        .until(() -> submit(gateway, second).statusCode() == 202);
                submit(gateway, first).then().statusCode(202);
            }
        }
    }

    @Test
    void issuerOfAnotherAuthorityIsNotBelieved() throws Exception {
        ThrowAwayAuthority other = new ThrowAwayAuthority(Files.createDirectory(folder.resolve("other")));
        try (TokenIssuer issuer = new TokenIssuer(authority);
                PackagedGateway gateway = PackagedGateway.start(environment(issuer, other))) {
            String token = issuer.token(ACCOUNT, AUDIENCE, "first", issuer.publishes("first"));
            gateway.awaitReady();

            submit(gateway, token)
                    .then()
                    .statusCode(503)
                    .contentType("application/problem+json")
                    .header("Retry-After", notNullValue())
                    .body("type", equalTo("urn:gengate:problem:unavailable"))
                    .body("detail", startsWith("The issuer of bearer tokens does not answer"));
            gateway.ads().get("/v1/credits").then().statusCode(200);
        }
    }

    private static Map<String, String> environment(TokenIssuer issuer, ThrowAwayAuthority trusted) {
        Backends.provider().reset();
        Map<String, String> environment = PackagedGateway.environment(LocalPostgres.shared(), Backends.kafka());
        environment.put("GATEWAY_CALLERS__ADS__SUBJECTS", ACCOUNT);
        environment.put("QUARKUS_OIDC_TENANT_ENABLED", "true");
        environment.put("QUARKUS_OIDC_AUTH_SERVER_URL", issuer.url().toString());
        environment.put("QUARKUS_OIDC_TOKEN_AUDIENCE", AUDIENCE);
        environment.put("QUARKUS_OIDC_TOKEN_PRINCIPAL_CLAIM", "sub");
        environment.put("QUARKUS_OIDC_TOKEN_FORCED_JWK_REFRESH_INTERVAL", "1S");
        environment.put(
                "QUARKUS_TLS_ISSUER_TRUST_STORE_PEM_CERTS",
                trusted.certificateFile().toString());
        environment.put("QUARKUS_OIDC_TLS_TLS_CONFIGURATION_NAME", "issuer");
        return environment;
    }

    private static Response submit(PackagedGateway gateway, String token) {
        return gateway.as(token)
                .body(GatewayCalls.prompt("of a service account"))
                .post("/v1/generations");
    }
}
