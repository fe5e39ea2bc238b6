package dev.gengate.files;

import java.util.Locale;

/** What became of an upload. */
enum UploadOutcome {
    /** It can be used. */
    STORED,
    /** It is larger than it may be. */
    TOO_LARGE,
    /** Its first bytes are not those of an image, a video or audio that the gateway knows. */
    NOT_MEDIA,
    /** There are no bytes. */
    EMPTY,
    /** The caller stopped halfway, or took too long. */
    BROKEN_OFF,
    /** Its caller keeps as many bytes as it may. */
    FULL,
    /** Too many are being received. */
    BUSY,
    /** The provider does not take it, now or later. */
    REFUSED,
    /** The store, the provider or the ledger did not take it. */
    UNAVAILABLE;

    /** The metrics' label. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
