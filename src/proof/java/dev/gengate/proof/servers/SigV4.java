package dev.gengate.proof.servers;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Verifies signatures of AWS, version 4, in headers and in queries, from the bytes of a request; those in queries are good from
 * their date for as long as they say. Of headers the date is not looked at: clients correct it by the server's.
 */
public record SigV4(String key, String secret) {
    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final Pattern HEADER = Pattern.compile(
            ALGORITHM + " Credential=([^,/]+)/([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})");
    private static final String SIGNATURE = "X-Amz-Signature";
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssX").withZone(ZoneOffset.UTC);
    /** So far ahead the date of a query may be. */
    private static final Duration AHEAD = Duration.ofMinutes(15);

    /** Whether the request was signed with the key for what it is. */
    boolean signed(HttpServerRequest request) {
        return request.getParam(SIGNATURE) != null ? signedInQuery(request) : signedInHeader(request);
    }

    private boolean signedInHeader(HttpServerRequest request) {
        String header = request.getHeader("Authorization");
        Matcher parts = HEADER.matcher(header == null ? "" : header);
        return parts.matches()
                && parts.group(1).equals(key)
                && request.getHeader("x-amz-content-sha256") != null
                && parts.group(4)
                        .equals(signature(
                                request,
                                request.getHeader("x-amz-date"),
                                parts.group(2),
                                parts.group(3),
                                request.getHeader("x-amz-content-sha256")));
    }

    private boolean signedInQuery(HttpServerRequest request) {
        String credential = request.getParam("X-Amz-Credential");
        return credential.startsWith(key + "/")
                && inTime(request.getParam("X-Amz-Date"), request.getParam("X-Amz-Expires"))
                && request.getParam(SIGNATURE)
                        .equals(signature(
                                request,
                                request.getParam("X-Amz-Date"),
                                credential.substring(key.length() + 1),
                                request.getParam("X-Amz-SignedHeaders"),
                                "UNSIGNED-PAYLOAD"));
    }

    private static boolean inTime(String date, String seconds) {
        try {
            Instant signed = DATE.parse(date, Instant::from);
            Instant now = Instant.now();
            return signed.isBefore(now.plus(AHEAD)) && now.isBefore(signed.plusSeconds(Long.parseLong(seconds)));
        } catch (DateTimeException | NumberFormatException e) {
            return false;
        }
    }

    private String signature(HttpServerRequest request, String date, String scope, String headers, String payload) {
        List<String> signed = List.of(headers.split(";"));
        String canonical = String.join(
                "\n",
                request.method().name(),
                request.path(),
                query(request.query()),
                signed.stream()
                        .map(name -> name + ":" + value(request.headers(), name) + "\n")
                        .collect(Collectors.joining()),
                headers,
                payload);
        String text =
                String.join("\n", ALGORITHM, date, scope, HexFormat.of().formatHex(sha256(canonical.getBytes(UTF_8))));
        byte[] signing = ("AWS4" + secret).getBytes(UTF_8);
        for (String part : scope.split("/")) {
            signing = hmac(signing, part);
        }
        return HexFormat.of().formatHex(hmac(signing, text));
    }

    private static String value(MultiMap headers, String name) {
        return headers.getAll(name).stream()
                .map(value -> value.strip().replaceAll(" +", " "))
                .collect(Collectors.joining(","));
    }

    private static String query(String query) {
        if (query == null) {
            return "";
        }
        Map<String, String> sorted = new TreeMap<>();
        Arrays.stream(query.split("&"))
                .map(part -> part.split("=", 2))
                .filter(part -> !part[0].equals(SIGNATURE))
                .forEach(part -> sorted.put(part[0], part.length > 1 ? part[1] : ""));
        return sorted.entrySet().stream()
                .map(part -> part.getKey() + "=" + part.getValue())
                .collect(Collectors.joining("&"));
    }

    public static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
