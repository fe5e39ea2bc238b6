package dev.gengate.provider;

/**
 * The body of one createTask call, which also knows whether the call got as far as a connection. The body is written
 * only once there is one, so while {@link #sending()} is false, nothing of the request can have reached the provider.
 */
final class CreateTask {
    private final byte[] json;
    private volatile boolean sending;

    CreateTask(byte[] json) {
        this.json = json;
    }

    /** The body, from now on taken for sent. */
    byte[] send() {
        sending = true;
        return json;
    }

    boolean sending() {
        return sending;
    }
}
