package dev.gengate.listing;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;

/** Times in what a caller sends. */
public final class Times {
    private static final Instant END = Instant.parse("9999-01-01T00:00:00Z");

    private Times() {}

    /** What is wrong with it; null if nothing is. */
    public static String fault(String text) {
        try {
            Instant time = of(text);
            boolean inRange = !time.isBefore(Instant.EPOCH) && !time.isAfter(END);
            return inRange ? null : "must be between the years 1970 and 9999";
        } catch (DateTimeParseException e) {
            return "must be an RFC 3339 time such as 2026-01-01T10:00:00Z";
        }
    }

    /** The time of a text without fault. */
    public static Instant of(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }
}
