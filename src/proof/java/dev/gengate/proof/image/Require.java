package dev.gengate.proof.image;

/** What must be so; the first that is not ends the run. */
final class Require {
    private Require() {}

    static void that(boolean so, String what) {
        if (!so) {
            throw new AssertionError(what);
        }
    }

    static void same(String what, Object expected, Object found) {
        that(expected.equals(found), what + ": " + found + " instead of " + (expected.equals("") ? "none" : expected));
    }
}
