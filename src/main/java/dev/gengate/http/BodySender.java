package dev.gengate.http;

import java.util.Locale;

/** Who sends bodies, and how much of {@link BodyBudget} they may hold. */
public enum BodySender {
    /** All callers half of it, so that the other half is the provider's; one caller half of that. */
    CALLER(2, 4),
    /** Whatever callers do not hold; callbacks of one generation an eighth: its URL may have been seen. */
    PROVIDER(1, 8);

    private final int partOfAll;
    private final int partOfOne;

    BodySender(int partOfAll, int partOfOne) {
        this.partOfAll = partOfAll;
        this.partOfOne = partOfOne;
    }

    long most(long all) {
        return all / partOfAll;
    }

    long mostOfOne(long all) {
        return all / partOfOne;
    }

    /** The metrics' label. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
