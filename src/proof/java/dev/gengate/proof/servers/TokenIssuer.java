package dev.gengate.proof.servers;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.smallrye.jwt.build.Jwt;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemKeyCertOptions;
import java.math.BigInteger;
import java.net.URI;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * An OIDC issuer over TLS, as Kubernetes' API server is one: it says where its keys are (OpenID Connect Discovery 1.0), what
 * they are (RFC 7517), and signs tokens with them; people sign in without a page.
 */
public final class TokenIssuer implements AutoCloseable {
    private static final int KEY_BITS = 2_048;
    private static final String KEYS = "/openid/v1/jwks";
    private static final String AUTHORIZE = "/authorize";
    private static final String TOKEN = "/token";

    private final Vertx vertx = Vertx.vertx();
    private final Map<String, KeyPair> published = new ConcurrentHashMap<>();
    /** The challenge of each code that was given: its verifier has to fit. */
    private final Map<String, String> codes = new ConcurrentHashMap<>();

    private volatile Supplier<String> signedIn = () -> {
        throw new IllegalStateException("nobody signs in here");
    };

    private final HttpServer server;

    /** Begins at once, on loopback, with the certificate {@code server} of that authority. */
    public TokenIssuer(ThrowAwayAuthority authority) {
        PemKeyCertOptions certificate = new PemKeyCertOptions()
                .addKeyPath(authority.file("server.key").toString())
                .addCertPath(authority.file("server.crt").toString());
        server = vertx.createHttpServer(new HttpServerOptions().setSsl(true).setKeyCertOptions(certificate))
                .requestHandler(this::answer)
                .listen(0, "localhost")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    /** https on localhost; also the name of the issuer. */
    public URI url() {
        return URI.create("https://localhost:" + server.actualPort());
    }

    /** A key that everybody may fetch from now on. */
    public KeyPair publishes(String id) {
        return published.computeIfAbsent(id, name -> keyPair());
    }

    /** A key of nobody's knowledge. */
    public static KeyPair keyPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(KEY_BITS);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A token of some minutes. */
    public String token(String subject, String audience, String keyId, KeyPair key) {
        return Jwt.subject(subject)
                .issuer(url().toString())
                .audience(audience)
                .jws()
                .keyId(keyId)
                .sign(key.getPrivate());
    }

    /** The next user who signs in gets this token, by a code with PKCE (RFC 7636). */
    public TokenIssuer signsIn(Supplier<String> token) {
        signedIn = token;
        return this;
    }

    private void authorize(HttpServerRequest request) {
        String code = UUID.randomUUID().toString();
        codes.put(code, request.getParam("code_challenge"));
        request.response()
                .setStatusCode(302)
                .putHeader(
                        "location",
                        request.getParam("redirect_uri") + "?code=" + code + "&state=" + request.getParam("state"))
                .end();
    }

    /** A code is good once. */
    private void giveToken(HttpServerRequest request) {
        String challenge = codes.remove(request.getFormAttribute("code"));
        boolean fits = challenge != null && challenge.equals(sha256(request.getFormAttribute("code_verifier")));
        request.response()
                .setStatusCode(fits ? 200 : 400)
                .end(new JsonObject()
                        .put(fits ? "access_token" : "error", fits ? signedIn.get() : "invalid_grant")
                        .encode());
    }

    private static String sha256(String verifier) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void answer(HttpServerRequest request) {
        request.response().putHeader("content-type", "application/json").putHeader("access-control-allow-origin", "*");
        switch (request.path()) {
            case "/.well-known/openid-configuration" ->
                request.response().end(discovery().encode());
            case AUTHORIZE -> authorize(request);
            case TOKEN -> request.setExpectMultipart(true).endHandler(end -> giveToken(request));
            case KEYS -> request.response().end(keys().encode());
            default -> request.response().setStatusCode(404).end();
        }
    }

    private JsonObject discovery() {
        return new JsonObject()
                .put("issuer", url().toString())
                .put("jwks_uri", url() + KEYS)
                .put("authorization_endpoint", url() + AUTHORIZE)
                .put("token_endpoint", url() + TOKEN)
                .put("response_types_supported", new JsonArray().add("id_token"))
                .put("subject_types_supported", new JsonArray().add("public"))
                .put("id_token_signing_alg_values_supported", new JsonArray().add("RS256"));
    }

    private JsonObject keys() {
        JsonArray keys = new JsonArray();
        published.forEach((id, pair) -> keys.add(key(id, (RSAPublicKey) pair.getPublic())));
        return new JsonObject().put("keys", keys);
    }

    private static JsonObject key(String id, RSAPublicKey key) {
        return new JsonObject()
                .put("use", "sig")
                .put("kty", "RSA")
                .put("alg", "RS256")
                .put("kid", id)
                .put("n", number(key.getModulus()))
                .put("e", number(key.getPublicExponent()));
    }

    /** Without the byte of the sign (RFC 7518, 6.3.1). */
    private static String number(BigInteger value) {
        byte[] bytes = value.toByteArray();
        int sign = bytes[0] == 0 ? 1 : 0;
        byte[] magnitude = Arrays.copyOfRange(bytes, sign, bytes.length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(magnitude);
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
