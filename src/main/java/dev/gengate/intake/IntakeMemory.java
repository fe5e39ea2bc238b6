package dev.gengate.intake;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Bounds the bytes of the records that one stream of an intake holds, most of them while they wait: no more is read until there
 * is room. A record that is alone always has it, whatever its size. Thread-safe.
 */
final class IntakeMemory {
    private static final long MOST_BYTES = 16 * 1024 * 1024;

    /** The share of the heap: a record in structured mode is held twice, and what is being submitted is copied. */
    private static final int SHARE_OF_THE_HEAP = 32;

    private final long most;
    private long held;
    private long wanted;
    private UniEmitter<? super Void> waiting;

    /** @param most bytes of all records together */
    IntakeMemory(long most) {
        this.most = most;
    }

    /** What each of so many intakes of this JVM may hold: one that waits takes no room from another. */
    static long share(int intakes) {
        return Math.min(MOST_BYTES, Runtime.getRuntime().maxMemory() / SHARE_OF_THE_HEAP) / intakes;
    }

    /** What a record takes. */
    static long bytes(ConsumerRecord<byte[], byte[]> record) {
        long bytes = length(record.key()) + (record.value() == RequestBytes.TOO_LARGE ? 0 : length(record.value()));
        for (Header header : record.headers()) {
            bytes += header.key().length() + length(header.value());
        }
        return bytes;
    }

    private static long length(byte[] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    /** Ends when there is room for the record, which then has it. The next one asks after that. */
    Uni<Void> take(long bytes) {
        return Uni.createFrom().emitter(room -> {
            synchronized (this) {
                wanted = bytes;
                waiting = room;
            }
            admit();
        });
    }

    /** A record is decided. */
    void giveBack(long bytes) {
        synchronized (this) {
            held -= bytes;
        }
        admit();
    }

    private void admit() {
        UniEmitter<? super Void> admitted;
        synchronized (this) {
            if (waiting == null || held > 0 && held + wanted > most) {
                return;
            }
            held += wanted;
            admitted = waiting;
            waiting = null;
        }
        admitted.complete(null);
    }

    /** Bytes of the records that are held now. */
    synchronized long held() {
        return held;
    }
}
