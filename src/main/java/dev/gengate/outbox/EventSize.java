package dev.gengate.outbox;

/** The size limit of events. */
final class EventSize {
    /**
     * More than the largest record that this release makes from any input and result: the minimum of the topic's
     * max.message.bytes. docs/events.md states it, EventSizeTest adds it up.
     */
    static final int LARGEST = 512 * 1024;

    private EventSize() {}
}
