package dev.gengate.proof.image;

/** The rendered overlays on a real engine. */
final class OverlayRun {
    private final String image;

    OverlayRun(String image) {
        this.image = image;
    }

    void play() {
        throw new UnsupportedOperationException(image);
    }
}
