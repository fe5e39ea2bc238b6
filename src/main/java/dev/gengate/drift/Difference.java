package dev.gengate.drift;

import java.util.Locale;
import java.util.Map;

/**
 * One difference between a model's file and the provider's schema.
 *
 * @param field its path in the input, such as {@code shots[].duration}; empty for the model itself
 * @param detail what differs, for people
 * @param known whether the file says that it differs in this way
 */
public record Difference(Kind kind, String field, String detail, boolean known) {
    Difference(Kind kind, String field, String detail) {
        this(kind, field, detail, false);
    }

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
        return kind.alarming && !known;
    }

    /** The same, known if the file says so. @param differs the kinds of known differences by field, in small letters */
    public Difference in(Map<String, String> differs) {
        return new Difference(kind, field, detail, name().equals(differs.get(field)));
    }

    private String name() {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        String where = field.isEmpty() ? "" : " " + field;
        return (alarming() ? "ALARM " : "info  ") + name() + where + ": " + detail + (known ? " (known)" : "");
    }
}
