package dev.gengate.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Iterator;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** Headers as text. One that is there twice says nothing, because readers would differ in what it says. */
final class HeaderTexts {
    private HeaderTexts() {}

    /** The text; null for none, for several, and for one that is not UTF-8. */
    static String of(Headers headers, String name) {
        Iterator<Header> found = headers.headers(name).iterator();
        if (!found.hasNext()) {
            return null;
        }
        byte[] value = found.next().value();
        return value == null || found.hasNext() ? null : decoded(value);
    }

    static boolean none(Headers headers, String name) {
        return headers.lastHeader(name) == null;
    }

    private static String decoded(byte[] value) {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
