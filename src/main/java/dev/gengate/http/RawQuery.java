package dev.gengate.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HexFormat;

/**
 * A request's query before decoding. The framework replaces invalid UTF-8 with U+FFFD, and the search would be for
 * something else than the client sent.
 */
final class RawQuery {
    private RawQuery() {}

    /** Whether it is visible ASCII (RFC 3986) whose escapes are whole and spell UTF-8. */
    static boolean wellFormed(String query) {
        byte[] decoded = new byte[query.length()];
        int length = 0;
        for (int i = 0; i < query.length(); i++) {
            char character = query.charAt(i);
            if (character <= ' ' || character >= 0x7f) {
                return false;
            }
            if (character == '%') {
                if (!escape(query, i)) {
                    return false;
                }
                decoded[length++] = (byte) HexFormat.fromHexDigits(query, i + 1, i + 3);
                i += 2;
            } else {
                decoded[length++] = (byte) character;
            }
        }
        return utf8(ByteBuffer.wrap(decoded, 0, length));
    }

    private static boolean escape(String query, int percent) {
        return percent + 2 < query.length()
                && HexFormat.isHexDigit(query.charAt(percent + 1))
                && HexFormat.isHexDigit(query.charAt(percent + 2));
    }

    private static boolean utf8(ByteBuffer bytes) {
        try {
            UTF_8.newDecoder().decode(bytes);
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
