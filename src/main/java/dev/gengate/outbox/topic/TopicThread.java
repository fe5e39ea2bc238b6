package dev.gengate.outbox.topic;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Producer;

/** The thread that hands the events of one topic to its producer, made when the first is sent: it may block there and hold up nobody else. */
final class TopicThread {
    private final String topic;
    private final TopicProducer producer;
    private ExecutorService thread;

    TopicThread(String topic, TopicProducer producer) {
        this.topic = topic;
        this.producer = producer;
    }

    void run(Consumer<Producer<String, byte[]>> task, Consumer<Throwable> failed) {
        try {
            thread().execute(() -> runNow(task, failed));
        } catch (RejectedExecutionException closed) {
            failed.accept(closed);
        }
    }

    private void runNow(Consumer<Producer<String, byte[]>> task, Consumer<Throwable> failed) {
        Producer<String, byte[]> now;
        try {
            now = producer.get();
        } catch (RuntimeException e) {
            failed.accept(e);
            return;
        }
        task.accept(now);
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
