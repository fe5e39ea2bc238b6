package dev.gengate.drift;

import java.util.Locale;

/**
 * One difference between a model's file and the provider's schema.
 *
 * @param field its path in the input, such as {@code shots[].duration}; empty for the model itself
 * @param detail what differs, for people
 */
public record Difference(Kind kind, String field, String detail) {
    /** What differs. */
    public enum Kind {
        /** The provider has a field that the file does not have; nothing is lost without it. */
        ADDED(false),
        /** The provider takes more values. */
        ENUM_GREW(false),
        /** A bound differs. */
        BOUND(false),
        /** The provider does not have the model, the field or the value any more. */
        REMOVED(true),
        /** The provider refuses inputs without this field. */
        NEWLY_REQUIRED(true),
        /** The provider takes another type. */
        TYPE(true),
        /** What selects the price has another default. */
        DEFAULT_OF_PRICE(true);

        private final boolean alarming;

        Kind(boolean alarming) {
            this.alarming = alarming;
        }
    }

    /** Whether submissions may fail or cost something else because of it. */
    public boolean alarming() {
        return kind.alarming;
    }

    @Override
    public String toString() {
        String where = field.isEmpty() ? "" : " " + field;
        return (alarming() ? "ALARM " : "info  ") + kind.name().toLowerCase(Locale.ROOT) + where + ": " + detail;
    }
}
