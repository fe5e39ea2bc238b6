package dev.gengate.proof.simulator;

/** Finds the callback URL in a createTask body without reading the rest; good for bodies without escapes in the URL. */
final class FastBody {
    private static final String FIELD = "\"callBackUrl\"";

    private FastBody() {}

    static String callBackUrl(String body) {
        int field = body.indexOf(FIELD);
        if (field < 0) {
            return "";
        }
        int start = body.indexOf('"', field + FIELD.length()) + 1;
        return body.substring(start, body.indexOf('"', start));
    }
}
