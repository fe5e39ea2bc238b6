package dev.gengate.submission.results;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A part of a file that a client asks for (RFC 9110, 14). */
record ByteRange(long first, long last) {
    private static final Pattern ONE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    /** Null for the whole file: no range, several of them, or what is none. It may begin behind the end. */
    static ByteRange of(String header, long size) {
        Matcher range = ONE.matcher(header == null ? "" : header.strip());
        if (!range.matches() || range.group(1).isEmpty() && range.group(2).isEmpty()) {
            return null;
        }
        boolean backwards = !range.group(1).isEmpty()
                && !range.group(2).isEmpty()
                && Long.parseLong(range.group(1)) > Long.parseLong(range.group(2));
        if (backwards) {
            return null;
        }
        return part(range.group(1), range.group(2), size);
    }

    private static ByteRange part(String first, String last, long size) {
        if (first.isEmpty()) {
            return new ByteRange(Math.max(0, size - Long.parseLong(last)), size - 1);
        }
        long end = last.isEmpty() ? size - 1 : Math.min(size - 1, Long.parseLong(last));
        return new ByteRange(Long.parseLong(first), end);
    }

    long length() {
        return last - first + 1;
    }

    String header(long size) {
        return "bytes " + first + "-" + last + "/" + size;
    }
}
