package dev.gengate.generation;

/** One image the provider made. Its URL expires (within 24 hours by some of the provider's pages): fetch it soon. */
public record Image(String url) {
    /** Never the URL: whoever has it has the image. */
    @Override
    public String toString() {
        return "Image";
    }
}
