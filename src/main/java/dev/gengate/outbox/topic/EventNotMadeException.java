package dev.gengate.outbox.topic;

/** No event can be made from a row. */
class EventNotMadeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EventNotMadeException(Throwable cause) {
        super(cause);
    }
}
