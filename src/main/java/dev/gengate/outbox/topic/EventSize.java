package dev.gengate.outbox.topic;

import dev.gengate.generation.Generation;

/** The size of events. */
public final class EventSize {
    /**
     * More than the largest record that this release makes from any input and result: the minimum of the topic's
     * max.message.bytes. docs/events.md states it, EventSizeTest adds it up.
     */
    public static final int LARGEST = 512 * 1024;

    private static final int ABOUT_THE_REST = 512;

    private EventSize() {}

    /** About the bytes that what an event is made from has on the heap. */
    static int of(Generation row) {
        return ABOUT_THE_REST
                + length(row.input())
                + length(row.metadata())
                + length(row.results())
                + length(row.data());
    }

    private static int length(String text) {
        return text == null ? 0 : text.length();
    }
}
