package dev.gengate.custody.fetch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** URLs as the provider writes them: what may not stand in a path or query as it is, is escaped, as a browser does. */
public final class ResultAddress {
    private static final Pattern PARTS = Pattern.compile("(?s)(\\w+://[^/?#]*)([^#]*).*");
    private static final Pattern ILLEGAL = Pattern.compile("(?s)%(?![0-9A-Fa-f]{2})|[^%!$&'()*+,./:;=?@\\w~-]");

    private ResultAddress() {}

    /** @throws FetchException for what is no URL */
    public static URI parse(String url) {
        Matcher parts = PARTS.matcher(url);
        if (!parts.matches()) {
            throw new FetchException(FetchFault.ADDRESS);
        }
        try {
            return new URI(parts.group(1) + ILLEGAL.matcher(parts.group(2)).replaceAll(odd -> escaped(odd.group())));
        } catch (URISyntaxException e) {
            throw new FetchException(FetchFault.ADDRESS);
        }
    }

    private static String escaped(String character) {
        StringBuilder escaped = new StringBuilder();
        for (byte octet : character.getBytes(UTF_8)) {
            escaped.append('%').append(String.format("%02X", octet));
        }
        return escaped.toString();
    }
}
