package dev.gengate.callback;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/**
 * The unguessable part of a callback URL: HMAC-SHA256 over the generation's id, base64url without padding (RFC 4648).
 * The first secret signs and every secret verifies, so that secrets can be rotated. Thread-safe.
 */
final class CallbackToken {
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private final List<Hmac> secrets;

    CallbackToken(List<String> secrets) {
        if (secrets.isEmpty() || secrets.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("gateway.callback.secrets is empty or holds a blank secret");
        }
        this.secrets = secrets.stream().map(Hmac::new).toList();
    }

    String sign(UUID id) {
        return sign(secrets.get(0), id);
    }

    /** Whether the token belongs to this generation. Takes the same time whichever secret made it, or none. */
    boolean verify(UUID id, String token) {
        byte[] presented = token == null ? new byte[0] : token.getBytes(UTF_8);
        boolean genuine = false;
        for (Hmac secret : secrets) {
            genuine |= MessageDigest.isEqual(sign(secret, id).getBytes(US_ASCII), presented);
        }
        return genuine;
    }

    private static String sign(Hmac secret, UUID id) {
        return ENCODER.encodeToString(secret.of(id.toString()));
    }
}
