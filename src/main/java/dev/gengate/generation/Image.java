package dev.gengate.generation;

/** One image that the provider made. Its URL expires, according to some of the provider's pages within 24 hours. */
public record Image(String url) {
    /** Never shows the URL, which gives access to the image. */
    @Override
    public String toString() {
        return "Image";
    }
}
