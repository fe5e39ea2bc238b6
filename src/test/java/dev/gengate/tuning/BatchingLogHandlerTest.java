package dev.gengate.tuning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.logging.ErrorManager;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.handlers.WriterHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatchingLogHandlerTest {
    private static final int PATIENCE_SECONDS = 30;

    private final StringWriter text = new StringWriter();
    private final Semaphore flushed = new Semaphore(0);
    private final BatchingLogHandler bursts = new BatchingLogHandler(console());

    @AfterEach
    void close() {
        bursts.close();
    }

    /** Each comes to a writer that found none and sleeps, or is about to. */
    @Test
    void lineThatComesAloneIsWrittenWithoutAnother() throws InterruptedException {
        for (int line = 0; line < 200; line++) {
            say("line " + line);
            assertTrue(flushed.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS), "line " + line + " was not written");
        }
    }

    @Test
    void moreThanMayWaitIsWrittenInOrderOfEachThreadByTheEnd() throws InterruptedException {
        CountDownLatch start = new CountDownLatch(1);
        List<Thread> threads = Stream.of("a", "b", "c")
                .map(name -> new Thread(() -> sayAll(name, start)))
                .toList();
        threads.forEach(Thread::start);
        start.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        bursts.close();

        List<String> lines = text.toString().lines().toList();
        for (String name : List.of("a", "b", "c")) {
            assertEquals(
                    IntStream.range(0, 5_000).mapToObj(n -> name + " " + n).toList(),
                    lines.stream().filter(line -> line.startsWith(name)).toList());
        }
    }

    @Test
    void lineThatCannotBeFormattedTakesNoOtherWithIt() {
        bursts.setErrorManager(new ErrorManager() {
            @Override
            public synchronized void error(String message, Exception failure, int code) {}
        });
        say("bad");
        say("good");
        bursts.close();

        assertEquals("good\n", text.toString());
    }

    private void sayAll(String name, CountDownLatch start) {
        try {
            start.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        IntStream.range(0, 5_000).forEach(n -> say(name + " " + n));
    }

    private void say(String message) {
        bursts.publish(new ExtLogRecord(Level.INFO, message, BatchingLogHandlerTest.class.getName()));
    }

    private WriterHandler console() {
        WriterHandler console = new WriterHandler() {
            @Override
            public void flush() {
                super.flush();
                flushed.release();
            }

            /** As a filter of one's own may fail. */
            @Override
            public void publish(ExtLogRecord line) {
                if (line.getMessage().equals("bad")) {
                    throw new IllegalArgumentException(line.getMessage());
                }
                super.publish(line);
            }
        };
        console.setFormatter(new Formatter() {
            @Override
            public String format(LogRecord line) {
                return line.getMessage() + "\n";
            }
        });
        console.setWriter(text);
        return console;
    }
}
