package dev.gengate.access;

/** What a caller may do. */
public final class Roles {
    /** Submit and cancel its own generations. */
    public static final String SUBMIT = "submit";
    /** Read its own generations and the credits. */
    public static final String READ = "read";
    /** See all generations without their content, stop the sending, resubmit, attach and replay. */
    public static final String OPERATOR = "operator";
    /** Beside operator: see the prompts and results of others too. */
    public static final String CONTENT = "content";

    private Roles() {}
}
