package dev.gengate.outbox.topic;

/** The event fails again and again for a reason that nobody knows, and no others do: the cause is in the event. */
final class UnexplainedFaultException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnexplainedFaultException(Throwable cause) {
        super(cause);
    }
}
