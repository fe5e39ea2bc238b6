package dev.gengate.generation;

/** What a result is besides the one that was asked for; that one has no role. */
public enum ResultRole {
    FIRST_FRAME("firstFrame"),
    LAST_FRAME("lastFrame"),
    /** The same with a watermark. */
    WATERMARKED("watermarked"),
    /** A track to listen to before its file. */
    STREAM("stream"),
    /** The picture of a track. */
    COVER("cover"),
    MASK("mask"),
    LAYER("layer");

    private final String wireName;

    ResultRole(String wireName) {
        this.wireName = wireName;
    }

    /** As the API and the events write it. */
    public String wireName() {
        return wireName;
    }
}
