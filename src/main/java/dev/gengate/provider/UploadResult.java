package dev.gengate.provider;

/**
 * What the provider says to a file that was sent to it.
 *
 * @param url where everybody can read it for a day; null if it was not taken
 * @param refused whether it would not be taken the next time either
 */
public record UploadResult(String url, boolean refused) {
    static final UploadResult UNAVAILABLE = new UploadResult(null, false);
    static final UploadResult REFUSED = new UploadResult(null, true);

    /** Never shows the URL, which gives access to the file. */
    @Override
    public String toString() {
        return "UploadResult[]";
    }
}
