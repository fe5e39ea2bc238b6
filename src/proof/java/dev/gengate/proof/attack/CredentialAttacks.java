package dev.gengate.proof.attack;

import static dev.gengate.proof.attack.Attack.raw;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gengate.proof.servers.Backends;
import java.util.Base64;
import java.util.List;

/** Requests of the internal API without a right to it. */
final class CredentialAttacks {
    /** {@code {"alg":"none"}.{"sub":"ops","groups":["operator"]}.} */
    private static final String UNSIGNED = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJvcHMiLCJncm91cHMiOlsib3BlcmF0b3IiXX0.";

    private CredentialAttacks() {}

    static List<Attack> all() {
        String digest = Backends.sha256(Backends.ADS_KEY);
        return List.of(
                presented("credentials-none", "no credentials", 401, ""),
                presented("credentials-empty", "an empty key", 401, authorization("Bearer ")),
                presented("credentials-wrong", "a key that is none", 401, authorization("Bearer wrong")),
                presented(
                        "credentials-digest",
                        "a key's digest instead of the key",
                        401,
                        authorization("Bearer " + digest)),
                presented(
                        "credentials-prefix", "the beginning of a key", 401, bearer(Backends.ADS_KEY.substring(0, 10))),
                presented("credentials-more", "a key and one character", 401, bearer(Backends.ADS_KEY + "x")),
                presented("credentials-case", "a key in capitals", 401, bearer(Backends.ADS_KEY.toUpperCase())),
                presented(
                        "credentials-two", "two keys in one header", 401, bearer("wrong, Bearer " + Backends.ADS_KEY)),
                presented("credentials-basic", "a key as a password", 401, basic("ads", Backends.ADS_KEY)),
                presented("credentials-unsigned", "an unsigned JWT of an operator", 401, bearer(UNSIGNED)),
                presented("credentials-provider", "the provider's key", 401, bearer(Backends.PROVIDER_KEY)),
                presented("credentials-long", "a key of 10,000 characters", 401, bearer("k".repeat(10_000))),
                presented("credentials-role", "submission by who may only operate", 403, bearer(Backends.OPS_KEY)));
    }

    private static Attack presented(String name, String tried, int answer, String authorization) {
        return raw(
                name,
                tried,
                answer,
                "POST /v1/generations HTTP/1.1\r\nHost: gateway\r\nContent-Type: application/json\r\n" + authorization
                        + "Content-Length: 2\r\n\r\n{}");
    }

    private static String bearer(String key) {
        return authorization("Bearer " + key);
    }

    private static String basic(String user, String password) {
        String pair = user + ":" + password;
        return authorization("Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8)));
    }

    private static String authorization(String value) {
        return "Authorization: " + value + "\r\n";
    }
}
