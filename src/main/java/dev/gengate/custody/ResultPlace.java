package dev.gengate.custody;

import java.net.URI;
import java.nio.file.Path;

/** Where a result is to be had. */
public sealed interface ResultPlace {

    /** The generation has no such result, or not yet. @param why for its caller */
    record None(String why) implements ResultPlace {}

    /** It cannot be had any more. @param why for its caller */
    record Lost(String why) implements ResultPlace {}

    /** At a URL that is good for a while: the store's, or the provider's while it is not stored. */
    record Elsewhere(URI url) implements ResultPlace {

        /** Never shows the URL, which gives access to the result. */
        @Override
        public String toString() {
            return "Elsewhere[]";
        }
    }

    /**
     * In a file of this machine.
     *
     * @param name for whoever saves it
     * @param harmless whether a browser may show it
     */
    record Here(Path file, long bytes, String sha256, String mediaType, String name, boolean harmless)
            implements ResultPlace {}
}
