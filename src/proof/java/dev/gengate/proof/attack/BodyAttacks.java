package dev.gengate.proof.attack;

import static dev.gengate.proof.attack.Attack.body;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/** Bodies that are no JSON, or JSON made to hurt whoever reads it. */
final class BodyAttacks {
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private BodyAttacks() {}

    static List<Attack> all() {
        return List.of(
                body("json-empty", "an empty body", 400, ""),
                body("json-white-space", "white space alone", 400, " \n\t "),
                body("json-cut-off", "JSON that ends in the middle", 400, "{\"input\":{\"prompt\":\"x"),
                body("json-trailing", "a second value behind the first", 400, input("\"prompt\":\"x\"") + "{}"),
                body("json-single-quotes", "JavaScript instead of JSON", 400, "{'input':{'prompt':'x'}}"),
                body("json-comment", "a comment", 400, "/* */" + input("\"prompt\":\"x\"")),
                body("json-nan", "NaN", 400, input("\"prompt\":\"x\",\"seed\":NaN")),
                body("json-hexadecimal", "a hexadecimal number", 400, input("\"prompt\":\"x\",\"seed\":0x7")),
                body("json-leading-zero", "a number with a leading zero", 400, input("\"prompt\":\"x\",\"seed\":007")),
                body("json-duplicate-key", "one key twice", 400, input("\"prompt\":\"x\",\"prompt\":\"y\"")),
                body("json-duplicate-escaped", "one key twice, once escaped", 400, "{\"input\":{},\"\\u0069nput\":{}}"),
                body("json-array-deep", "50,000 arrays in each other", 400, "[".repeat(50_000)),
                body("json-object-deep", "10,000 objects in each other", 400, "{\"a\":".repeat(10_000)),
                body(
                        "json-deep-field",
                        "30 levels inside input",
                        400,
                        input("\"a\":" + "[".repeat(30) + "]".repeat(30))),
                body("json-number-long", "a number of 100,000 digits", 400, seed("9".repeat(100_000))),
                body("json-number-exponent", "1e999999999", 422, seed("1e999999999")),
                body("json-number-over-long", "2^63", 422, seed("9223372036854775808")),
                body("json-number-fraction", "a fraction for an integer", 422, seed("1.5")),
                body("json-wide", "20,000 unknown fields", 422, "{" + wide() + "\"input\":{\"prompt\":\"x\"}}"),
                body("json-key-long", "a key of 200,000 characters", 400, "{\"" + "k".repeat(200_000) + "\":1}"),
                body("json-scalar", "a number as the whole body", 422, "7"),
                body("json-array", "an array as the whole body", 422, "[]"),
                body("json-null", "null as the whole body", 422, "null"),
                body("json-prototype", "__proto__ as a field", 422, withInput("\"__proto__\":{\"admin\":true}")),
                body("json-type", "a Java class by @type", 422, withInput("\"@type\":\"java.lang.ProcessBuilder\"")),
                body(
                        "json-callback-url",
                        "a callback URL of one's own",
                        422,
                        withInput("\"callBackUrl\":\"http://x\"")),
                body(
                        "json-control-character",
                        "a raw control character in a text",
                        400,
                        input("\"prompt\":\"a\u0001\"")),
                body("json-nul-outside", "NUL between the tokens", 400, "{\u0000}"),
                body("utf8-invalid", "a byte that no UTF-8 has", 400, spoilt(0xff)),
                body("utf8-overlong", "an overlong encoding of a slash", 400, spoilt(0xc0, 0xaf)),
                body("utf8-surrogate", "a surrogate encoded as UTF-8", 400, spoilt(0xed, 0xa0, 0x80)),
                body("utf8-cut-off", "a character of which the end is missing", 400, spoilt(0xe2, 0x82)),
                body("utf8-too-high", "a code point over U+10FFFF", 400, spoilt(0xf4, 0x90, 0x80, 0x80)),
                body("utf8-alone", "the byte 0x80 for a body", 400, new byte[] {(byte) 0x80}),
                body(
                        "utf16",
                        "UTF-16 instead of UTF-8",
                        400,
                        input("\"prompt\":\"x\"").getBytes(UTF_16)),
                body("byte-order-mark", "nothing but a byte order mark", 400, BYTE_ORDER_MARK),
                body(
                        "xml",
                        "XML with an external entity",
                        400,
                        "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///\">]><a>&b;</a>"),
                body("too-large", "768 KiB and one byte", 413, "x".repeat(768 * 1024 + 1)));
    }

    private static String input(String fields) {
        return "{\"input\":{" + fields + "}}";
    }

    private static String seed(String number) {
        return input("\"prompt\":\"x\",\"seed\":" + number);
    }

    private static String withInput(String field) {
        return "{\"input\":{\"prompt\":\"x\"}," + field + "}";
    }

    private static String wide() {
        StringBuilder fields = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            fields.append("\"f").append(i).append("\":1,");
        }
        return fields.toString();
    }

    /** A submission with those bytes in its prompt. */
    private static byte[] spoilt(int... inside) {
        byte[] before = "{\"input\":{\"prompt\":\"a".getBytes(UTF_8);
        byte[] after = "\"}}".getBytes(UTF_8);
        byte[] all = new byte[before.length + inside.length + after.length];
        System.arraycopy(before, 0, all, 0, before.length);
        for (int i = 0; i < inside.length; i++) {
            all[before.length + i] = (byte) inside[i];
        }
        System.arraycopy(after, 0, all, before.length + inside.length, after.length);
        return all;
    }
}
