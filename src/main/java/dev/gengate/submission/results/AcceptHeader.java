package dev.gengate.submission.results;

import dev.gengate.problem.Problem;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The Accept header of who asks for a result (RFC 9110, 12.5.1). */
final class AcceptHeader {
    static final String URI_LIST = "text/uri-list";
    private static final Pattern WEIGHT = Pattern.compile(";\\s*q\\s*=\\s*([01](?:\\.\\d{0,3})?)\\s*(?:;|$)");

    private AcceptHeader() {}

    /**
     * Whether its client prefers to be told where the file is. A generated client accepts all types of the document alike,
     * and wants the file.
     *
     * @param header null without one
     */
    static boolean prefersUrl(String header) {
        double url = 0;
        double file = 0;
        for (String range :
                header == null ? new String[0] : header.toLowerCase(Locale.ROOT).split(",")) {
            String type = range.split(";", 2)[0].strip();
            if (type.equals(URI_LIST)) {
                url = Math.max(url, weight(range));
            } else if (!type.equals(Problem.MEDIA_TYPE)) {
                file = Math.max(file, weight(range));
            }
        }
        return url > file;
    }

    private static double weight(String range) {
        Matcher weight = WEIGHT.matcher(range);
        return weight.find() ? Double.parseDouble(weight.group(1)) : 1;
    }
}
