package dev.gengate.custody.fetch;

/** A result was not stored. Says nothing of where it is: results' URLs must not reach a log. */
public final class FetchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final FetchFault fault;

    public FetchException(FetchFault fault) {
        super(fault.wireName(), null, false, false);
        this.fault = fault;
    }

    FetchFault fault() {
        return fault;
    }

    /** What is not known to be the fetcher's is the other fault. */
    public static FetchFault faultOf(Throwable failure, FetchFault other) {
        return failure instanceof FetchException known ? known.fault : other;
    }
}
