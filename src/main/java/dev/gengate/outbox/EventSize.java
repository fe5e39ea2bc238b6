package dev.gengate.outbox;

/** How large an event can be. */
final class EventSize {
    /**
     * More than the largest record that this release makes, of any input and any result: what the topic's
     * max.message.bytes has to be at least. docs/events.md says so, EventSizeTest adds it up.
     */
    static final int LARGEST = 256 * 1024;

    private EventSize() {}
}
