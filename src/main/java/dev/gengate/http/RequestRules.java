package dev.gengate.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gengate.problem.ProblemException;
import dev.gengate.problem.ProblemType;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Rules for a request's head. No client of the API sends anything that they refuse. */
public final class RequestRules {
    /**
     * Paths that need no decoding and are unambiguous: a dot segment, an escape or a path parameter could lead from a
     * path that a proxy allows to one that it does not. Possessive, so that it is matched in a loop: a greedy group
     * takes a stack frame for each segment.
     */
    private static final Pattern PLAIN_PATH = Pattern.compile("(?:/(?!\\.{1,2}(?:/|$))[A-Za-z0-9_.~-]++)*+/?");

    /** The name of a model has a slash, which generated clients escape: there, and nowhere else, it is that slash. */
    private static final String MODELS = "/v1/models/";

    private static final Pattern ESCAPED_SLASH = Pattern.compile("%2[Ff]");

    /** A query that RFC 3986 allows: visible ASCII, every escape whole. Possessive for the same reason. */
    private static final Pattern ASCII_QUERY = Pattern.compile("(?:[!-$&-~]|%\\p{XDigit}{2})*+");

    private static final Pattern JSON =
            Pattern.compile("(?i)application/json\\s*(?:;\\s*charset\\s*=\\s*\"?utf-8\"?\\s*)?");

    /**
     * The limit of a body: room for the longest input of every model that bounds its own, 16 entries of metadata and the
     * correlationId, with every character escaped as a surrogate pair (12 bytes). ModelFilesTest adds it up.
     */
    public static final int MOST_BYTES = 768 * 1024;

    /** The limit of what a body asks for, as UTF-8 without escapes: so much of an event is the request's. */
    public static final int MOST_TEXT = 256 * 1024;

    /** Time for a client to read the answer: closing a connection with unread input may discard it. */
    public static final long LINGER_MILLIS = 250;

    private RequestRules() {}

    static Optional<ProblemException> refusal(HttpServerRequest request) {
        if (request.version() == null) {
            return refused(ProblemType.BAD_REQUEST, "This version of HTTP is not supported.");
        }
        if (request.headers().getAll(HttpHeaders.HOST).size() != 1) {
            return refused(ProblemType.BAD_REQUEST, "A request must name exactly one Host.");
        }
        if (request.path() == null || !plain(request.path())) {
            return refused(ProblemType.NOT_FOUND, "This path does not exist.");
        }
        if (request.query() != null && !wellFormed(request.query())) {
            return refused(ProblemType.BAD_REQUEST, "A query must be ASCII with percent-encoded UTF-8.");
        }
        return hasBody(request) ? refusalOfBody(request) : Optional.empty();
    }

    private static boolean plain(String path) {
        String read = path.startsWith(MODELS) ? ESCAPED_SLASH.matcher(path).replaceAll("/") : path;
        return PLAIN_PATH.matcher(read).matches();
    }

    /** The framework replaces invalid UTF-8 with U+FFFD and would search for something that the client did not send. */
    private static boolean wellFormed(String query) {
        if (!ASCII_QUERY.matcher(query).matches()) {
            return false;
        }
        byte[] decoded = URLDecoder.decode(query, ISO_8859_1).getBytes(ISO_8859_1);
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(decoded));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    static boolean hasBody(HttpServerRequest request) {
        return declaredLength(request) > 0 || request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
    }

    private static Optional<ProblemException> refusalOfBody(HttpServerRequest request) {
        boolean streamed = StreamedBody.is(request);
        if (!streamed && declaredLength(request) > MOST_BYTES) {
            return Optional.of(tooLarge());
        }
        String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            return refused(
                    streamed ? ProblemType.NOT_MEDIA : ProblemType.NOT_JSON,
                    "A body must not have a Content-Encoding.");
        }
        String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        return streamed || type != null && JSON.matcher(type).matches()
                ? Optional.empty()
                : refused(ProblemType.NOT_JSON, "A body must be application/json in UTF-8.");
    }

    /** The problem of a body above {@link #MOST_BYTES}. */
    public static ProblemException tooLarge() {
        return ProblemException.of(ProblemType.TOO_LARGE, "The body may have " + MOST_BYTES + " bytes at most.");
    }

    /** The problem of a request above {@link #MOST_TEXT}. */
    public static ProblemException tooLong() {
        return ProblemException.of(
                ProblemType.TOO_LARGE,
                "Input and metadata may have " + MOST_TEXT + " bytes at most in UTF-8, without escapes.");
    }

    private static Optional<ProblemException> refused(ProblemType type, String detail) {
        return Optional.of(ProblemException.of(type, detail));
    }

    /** The length of the body according to the head: 0 without one, the greatest number if it is not one. */
    public static long declaredLength(HttpServerRequest request) {
        try {
            String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }
}
