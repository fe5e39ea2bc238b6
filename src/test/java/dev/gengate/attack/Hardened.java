package dev.gengate.attack;

import dev.gengate.proof.servers.Backends;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** All defences that are off, or lax, in other tests; one application for the tests of all of them. */
public class Hardened implements QuarkusTestProfile {
    public static final String NEW_CALLBACK_SECRET = "the-next-callback-secret-9876543210-abcdefg";
    public static final String ISSUER = "https://kubernetes.default.svc";
    public static final String AUDIENCE = "generation-gateway";
    /** The caller {@code ads} by its service account. */
    public static final String ADS_SUBJECT = "system:serviceaccount:ads:frontend";

    public static final int FAILURES_PER_MINUTE = 20;
    public static final String SOURCE_HEADER = "X-Forwarded-For";

    /** The key file of the caller {@code rotating}. */
    public static final Path KEY_FILE =
            Path.of("target", "rotating-caller-keys").toAbsolutePath();

    private static final String PRIVATE_KEY = "gengate.test.token.private";
    private static final String PUBLIC_KEY = "gengate.test.token.public";

    @Override
    public Map<String, String> getConfigOverrides() {
        writeKeys();
        Map<String, String> config = new HashMap<>(tokens("sub"));
        config.putAll(Map.ofEntries(
                Map.entry("quarkus.http.idle-timeout", "3S"),
                Map.entry("quarkus.http.read-timeout", "1S"),
                // what is attacked is traced too, and LeakScan reads it
                Map.entry("quarkus.otel.sdk.disabled", "false"),
                Map.entry("gateway.callback.secrets", NEW_CALLBACK_SECRET + "," + Backends.CALLBACK_SECRET),
                Map.entry("gateway.callback.failures-per-minute", String.valueOf(FAILURES_PER_MINUTE)),
                Map.entry("gateway.callback.source-header", SOURCE_HEADER),
                Map.entry("gateway.callers.\"rotating\".key-sha256-file", KEY_FILE.toString()),
                Map.entry("gateway.callers.\"reader\".subjects", "reader-subject"),
                Map.entry("gateway.callers.\"reader\".roles", "read"),
                Map.entry("quarkus.oidc.roles.role-claim-path", "groups"),
                Map.entry("quarkus.http.auth.roles-mapping.image-readers", "read")));
        return config;
    }

    /** Tokens of an issuer, which name the caller in this claim. */
    static Map<String, String> tokens(String principalClaim) {
        return Map.of(
                "gateway.callers.\"ads\".subjects", ADS_SUBJECT,
                "quarkus.oidc.tenant-enabled", "true",
                "quarkus.oidc.public-key", publicKey(),
                "quarkus.oidc.token.issuer", ISSUER,
                "quarkus.oidc.token.audience", AUDIENCE,
                "quarkus.oidc.token.principal-claim", principalClaim);
    }

    /** Replaces the digests of the caller {@code rotating}. */
    public static void writeKeys(String... keys) {
        StringBuilder lines = new StringBuilder("# one digest a line\n\n");
        for (String key : keys) {
            lines.append(Backends.sha256(key)).append('\n');
        }
        try {
            Files.writeString(KEY_FILE, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Half of a key pair of this run, kept where every class loader finds it. */
    private static synchronized String publicKey() {
        if (System.getProperty(PUBLIC_KEY) == null) {
            try {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
                generator.initialize(2048);
                KeyPair pair = generator.generateKeyPair();
                Base64.Encoder base64 = Base64.getEncoder();
                System.setProperty(
                        PRIVATE_KEY, base64.encodeToString(pair.getPrivate().getEncoded()));
                System.setProperty(
                        PUBLIC_KEY, base64.encodeToString(pair.getPublic().getEncoded()));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }
        return System.getProperty(PUBLIC_KEY);
    }

    /** What everybody may know of the issuer's key. */
    public static byte[] issuersPublicKey() {
        return Base64.getDecoder().decode(System.getProperty(PUBLIC_KEY));
    }

    /** What the issuer signs with. */
    public static PrivateKey issuersKey() {
        try {
            byte[] key = Base64.getDecoder().decode(System.getProperty(PRIVATE_KEY));
            return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(key));
        } catch (NoSuchAlgorithmException | InvalidKeySpecException e) {
            throw new IllegalStateException(e);
        }
    }
}
