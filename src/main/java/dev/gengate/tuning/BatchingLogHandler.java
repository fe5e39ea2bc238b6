package dev.gengate.tuning;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.ErrorManager;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.handlers.WriterHandler;

/**
 * Queues log lines for a thread that writes all of them at once, pauses for some milliseconds and looks again; a line
 * wakes it only after it found none. The library's asynchronous handler wakes its thread for each line, which with few
 * processors preempts the event loop for every line of a batch (ADR 14).
 */
final class BatchingLogHandler extends ExtHandler {
    /**
     * With this many lines waiting, the next writer blocks: nothing is lost, and a slow collector delays nothing before
     * that.
     */
    private static final int MOST_WAITING = 8_192;

    private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final BlockingQueue<ExtLogRecord> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final WriterHandler console;
    private final Thread writer = new Thread(this::writeUntilClosed, "log-writer");
    private volatile boolean asleep;
    private volatile boolean closed;

    /** @param console is closed with this handler */
    BatchingLogHandler(WriterHandler console) {
        this.console = console;
        console.setAutoFlush(false);
        addHandler(console);
        writer.setDaemon(true);
        writer.start();
    }

    @Override
    protected void doPublish(ExtLogRecord line) {
        if (closed) {
            return;
        }
        if (isCallerCalculationRequired()) {
            line.copyAll();
        } else {
            line.disableCallerCalculation();
            line.copyMdc();
        }
        try {
            waiting.put(line);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (asleep) {
            LockSupport.unpark(writer);
        }
    }

    private void writeUntilClosed() {
        while (!closed) {
            if (writeAll()) {
                LockSupport.parkNanos(this, REST_NANOS);
            } else {
                sleepUnlessWaiting();
            }
        }
    }

    /** Marks itself as asleep before it looks once more, so that a line that comes meanwhile is seen or wakes it. */
    private void sleepUnlessWaiting() {
        asleep = true;
        if (waiting.isEmpty() && !closed) {
            LockSupport.park(this);
        }
        asleep = false;
    }

    /** Writes all lines; whether there were any. */
    private synchronized boolean writeAll() {
        ExtLogRecord line = waiting.poll();
        if (line == null) {
            return false;
        }
        for (; line != null; line = waiting.poll()) {
            write(line);
        }
        console.flush();
        return true;
    }

    /** A line that cannot be written does not end the thread. */
    private void write(ExtLogRecord line) {
        try {
            console.publish(line);
        } catch (RuntimeException e) {
            reportError("a log line is lost", e, ErrorManager.WRITE_FAILURE);
        }
    }

    @Override
    public void flush() {
        writeAll();
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(writer);
        writeAll();
        super.close();
    }
}
