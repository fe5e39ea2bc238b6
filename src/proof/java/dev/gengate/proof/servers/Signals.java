package dev.gengate.proof.servers;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Signals that Java itself cannot send. */
public final class Signals {
    private Signals() {}

    /** SIGSTOP: connections stay open, nothing is answered. */
    public static void freeze(ProcessHandle process) {
        send("STOP", process);
    }

    /** SIGCONT. */
    public static void thaw(ProcessHandle process) {
        send("CONT", process);
    }

    private static void send(String name, ProcessHandle process) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw Blocking.interrupted(e);
        }
    }
}
