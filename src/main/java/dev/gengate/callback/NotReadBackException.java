package dev.gengate.callback;

/** The provider did not answer whether a callback is true. It is answered 503, and comes again. */
final class NotReadBackException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotReadBackException() {
        super("the provider did not confirm it", null, false, false);
    }
}
