package dev.gengate.outbox.topic;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;

/** The producer and the thread of one caller's topic, made when its first event is sent. */
final class OwnProducer implements TopicSender.SendingThread {
    private final String topic;
    private final Supplier<Producer<String, byte[]>> make;
    private ExecutorService thread;
    private Producer<String, byte[]> producer;

    OwnProducer(String topic, Supplier<Producer<String, byte[]>> make) {
        this.topic = topic;
        this.make = make;
    }

    @Override
    public void run(Consumer<Producer<String, byte[]>> task, Consumer<Throwable> failed) {
        try {
            thread().execute(() -> runNow(task, failed));
        } catch (RejectedExecutionException closed) {
            failed.accept(closed);
        }
    }

    private void runNow(Consumer<Producer<String, byte[]>> task, Consumer<Throwable> failed) {
        try {
            if (producer == null) {
                producer = make.get();
            }
        } catch (RuntimeException e) {
            failed.accept(e);
            return;
        }
        task.accept(producer);
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

    synchronized void close(Duration patience) {
        if (thread != null) {
            thread.execute(() -> {
                if (producer != null) {
                    producer.close(patience);
                }
            });
            thread.shutdown();
        }
    }
}
