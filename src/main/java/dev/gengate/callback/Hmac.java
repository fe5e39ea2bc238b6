package dev.gengate.callback;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA256 (RFC 2104) under one key. Thread-safe; each call clones a keyed instance. */
final class Hmac {
    private static final String ALGORITHM = "HmacSHA256";

    /** Keyed once, then only cloned. */
    private final Mac prototype;

    Hmac(String key) {
        try {
            prototype = Mac.getInstance(ALGORITHM);
            prototype.init(new SecretKeySpec(key.getBytes(UTF_8), ALGORITHM));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has " + ALGORITHM, impossible);
        }
    }

    byte[] of(String text) {
        try {
            return ((Mac) prototype.clone()).doFinal(text.getBytes(UTF_8));
        } catch (CloneNotSupportedException impossible) {
            throw new IllegalStateException("the JDK's " + ALGORITHM + " can be cloned", impossible);
        }
    }
}
