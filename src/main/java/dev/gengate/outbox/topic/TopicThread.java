package dev.gengate.outbox.topic;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * The thread that hands the records of one topic to its producer, made when the first is sent: it may block there and hold up
 * nobody else.
 *
 * @param <K> of the records' keys
 */
public final class TopicThread<K> {
    private final String name;
    private final TopicProducer<K> producer;
    private ExecutorService thread;

    TopicThread(String name, TopicProducer<K> producer) {
        this.name = name;
        this.producer = producer;
    }

    /** @param failed called in place of the task once it is closed */
    public void run(Consumer<TopicProducer<K>> task, Consumer<Throwable> failed) {
        try {
            thread().execute(() -> task.accept(producer));
        } catch (RejectedExecutionException closed) {
            failed.accept(closed);
        }
    }

    private synchronized ExecutorService thread() {
        if (thread == null) {
            thread = Executors.newSingleThreadExecutor(task -> {
                Thread made = new Thread(task, name);
                made.setDaemon(true);
                return made;
            });
        }
        return thread;
    }

    /** Ends both; may block. */
    void close() {
        end();
        producer.close();
    }

    private synchronized void end() {
        if (thread != null) {
            thread.shutdown();
        }
    }
}
