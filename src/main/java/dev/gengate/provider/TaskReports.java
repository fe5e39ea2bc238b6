package dev.gengate.provider;

import jakarta.inject.Singleton;

/** Reads what the provider says of a task. Never throws, whatever the bytes. */
@Singleton
public class TaskReports {

    /** Reads the body of a callback: finished, running or unreadable. */
    public TaskReport ofCallback(byte[] body) {
        throw new UnsupportedOperationException();
    }
}
