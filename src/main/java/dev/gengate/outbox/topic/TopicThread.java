package dev.gengate.outbox.topic;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/** The thread that hands the events of one topic to its producer, made when the first is sent: it may block there and hold up nobody else. */
final class TopicThread {
    private final String topic;
    private final TopicProducer producer;
    private ExecutorService thread;

    TopicThread(String topic, TopicProducer producer) {
        this.topic = topic;
        this.producer = producer;
    }

    /** @param failed called in place of the task once it is closed */
    void run(Consumer<TopicProducer> task, Consumer<Throwable> failed) {
        try {
            thread().execute(() -> task.accept(producer));
        } catch (RejectedExecutionException closed) {
            failed.accept(closed);
        }
    }

    private synchronized ExecutorService thread() {
        if (thread == null) {
            thread = Executors.newSingleThreadExecutor(task -> {
                Thread made = new Thread(task, "events-" + topic);
                made.setDaemon(true);
                return made;
            });
        }
        return thread;
    }

    synchronized void close() {
        if (thread != null) {
            thread.shutdown();
        }
    }
}
