package dev.gengate.http;

import java.util.Locale;

/** A kind of sender, and its share of {@link BodyBudget}. */
public enum BodySender {
    /** All callers share half of it, so that the provider has the other half; one caller gets half of that. */
    CALLER(2, 4),
    /** Whatever callers do not hold; callbacks of one generation get an eighth, since its URL may have leaked. */
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
