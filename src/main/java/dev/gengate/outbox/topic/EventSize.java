package dev.gengate.outbox.topic;

/** The size limit of events. */
public final class EventSize {
    /**
     * More than the largest record that this release makes from any input and result: the minimum of the topic's
     * max.message.bytes. docs/events.md states it, EventSizeTest adds it up.
     */
    public static final int LARGEST = 512 * 1024;

    private EventSize() {}
}
