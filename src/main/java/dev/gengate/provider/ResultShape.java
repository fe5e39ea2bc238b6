package dev.gengate.provider;

import dev.gengate.generation.ResultKind;

/**
 * What the success of a model brings.
 *
 * @param kind of its results; null if unknown
 * @param answer whether it makes files, or answers with data (and files or not), or nobody knows
 */
record ResultShape(ResultKind kind, Answer answer) {
    /** Of a model that the catalogue does not have: whatever comes is its result. */
    static final ResultShape UNKNOWN = new ResultShape(null, Answer.ANY);

    /** What there must be. */
    enum Answer {
        FILES,
        DATA,
        ANY
    }

    /** Whether this is a result of that shape. Data alone are none where a file is due. */
    boolean isBroughtBy(FoundResults found) {
        return found.hasUrl() || found.data() != null && takes(found);
    }

    /** Whether the only result has no room. */
    boolean isTooLarge(FoundResults found) {
        return found.dataTooLarge() && takes(found);
    }

    /** Whether data of this sort are a result. */
    private boolean takes(FoundResults data) {
        return switch (answer) {
            case FILES -> false;
            case DATA -> true;
            case ANY -> !data.unnamed();
        };
    }
}
