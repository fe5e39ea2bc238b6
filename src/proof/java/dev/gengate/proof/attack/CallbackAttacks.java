package dev.gengate.proof.attack;

import static dev.gengate.proof.attack.Attack.raw;

import dev.gengate.proof.servers.Backends;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Callbacks that nobody was asked for: the one public path, without the token or with too much behind it. */
final class CallbackAttacks {
    private static final String ID = "0190f6c2-7b1e-7a90-8f2b-2f4f5f3f1a11";
    private static final String OTHER = "0190f6c2-7b1e-7a90-8f2b-2f4f5f3f1a12";
    private static final String PATH = "/callbacks/kie/";
    private static final String TOKEN = token(Backends.CALLBACK_SECRET, ID);
    private static final String BODY = "{\"code\":200,\"data\":{\"taskId\":\"abc\",\"state\":\"success\","
            + "\"resultJson\":\"{\\\"resultUrls\\\":[\\\"https://evil.example/x.png\\\"]}\"}}";

    private CallbackAttacks() {}

    static List<Attack> all() {
        return List.of(
                forged("token-missing", "no token", ID),
                forged("token-empty", "an empty token", ID + "/"),
                forged("token-cut", "a genuine token without its last character", ID + "/" + cut(TOKEN)),
                forged("token-more", "a genuine token and one character", ID + "/" + TOKEN + "A"),
                forged("token-padded", "a genuine token with padding", ID + "/" + TOKEN + "="),
                forged("token-changed", "a genuine token with one character changed", ID + "/" + changed(TOKEN)),
                forged("token-case", "a genuine token in small letters", ID + "/" + TOKEN.toLowerCase()),
                forged("token-encoded", "a genuine token, percent-encoded", ID + "/" + encoded(TOKEN)),
                forged("token-segment", "a genuine token and another segment", ID + "/" + TOKEN + "/x"),
                forged("token-matrix", "a genuine token and a matrix parameter", ID + "/" + TOKEN + ";a=b"),
                forged(
                        "token-other",
                        "the token of another generation",
                        ID + "/" + token(Backends.CALLBACK_SECRET, OTHER)),
                forged("token-other-secret", "a token of another secret", ID + "/" + token("x".repeat(32), ID)),
                forged("token-long", "a token of 3,000 characters", ID + "/" + "A".repeat(3_000)),
                forged("token-nul", "an encoded NUL behind a genuine token", ID + "/" + TOKEN + "%00"),
                forged("token-id-case", "the id in capitals", ID.toUpperCase() + "/" + TOKEN),
                forged("token-id-short", "the id in a short form", "1-1-1-1-1/" + TOKEN),
                forged("token-path", "another provider's path", "../other/" + ID + "/" + TOKEN),
                raw("token-query", "the token in the query", 404, request("POST", ID + "?token=" + TOKEN, BODY)),
                raw("callback-get", "GET with a genuine token", 404, request("GET", ID + "/" + TOKEN, "")),
                raw("callback-put", "PUT with a genuine token", 404, request("PUT", ID + "/" + TOKEN, BODY)),
                raw(
                        "callback-large",
                        "1 TB announced under a genuine token",
                        413,
                        head("POST", ID + "/" + TOKEN) + "Content-Length: 1000000000000\r\n\r\n"),
                raw(
                        "callback-large-chunked",
                        "2 MiB in chunks under a genuine token",
                        413,
                        head("POST", ID + "/" + TOKEN) + "Transfer-Encoding: chunked\r\n\r\n"
                                + "10000\r\n"
                                        .concat("x".repeat(65_536) + "\r\n")
                                        .repeat(32)),
                raw(
                        "callback-forged-large",
                        "1 TB announced under a forged token",
                        404,
                        head("POST", ID + "/forged") + "Content-Length: 1000000000000\r\n\r\n"));
    }

    private static Attack forged(String name, String tried, String path) {
        return raw(name, tried, 404, request("POST", path, BODY));
    }

    private static String request(String method, String path, String body) {
        return head(method, path) + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private static String head(String method, String path) {
        return method + " " + PATH + path + " HTTP/1.1\r\nHost: gateway\r\nContent-Type: application/json\r\n";
    }

    private static String cut(String token) {
        return token.substring(0, token.length() - 1);
    }

    private static String changed(String token) {
        return (token.charAt(0) == 'A' ? 'B' : 'A') + token.substring(1);
    }

    private static String encoded(String token) {
        return "%" + Integer.toHexString(token.charAt(0)) + token.substring(1);
    }

    private static String token(String secret, String id) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(), "HmacSHA256"));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal(id.getBytes()));
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
