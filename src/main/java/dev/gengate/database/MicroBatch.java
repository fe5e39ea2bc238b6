package dev.gengate.database;

import dev.gengate.schedule.Timers;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Batches work that arrives together. An item that finds nothing running starts at once, alone if need be; items that
 * arrive meanwhile form the next batch. After a batch of many, the next one waits up to 2 ms for the clients just
 * answered: they usually send again at once. So nothing waits when idle, and batches grow with the load. If the
 * database refuses a batch because of its data, the items are run again one by one, so that a bad item fails alone.
 *
 * @param <I> the request
 * @param <O> the answer to one item; answers come in the order of the items
 */
public final class MicroBatch<I, O> {
    /** This many expected clients are not waited for: sharing a commit with them is not worth the wait. */
    private static final int LAGGARDS = 16;
    /** This many items are worth a second batch beside the running one; fewer cost less as part of the next one. */
    private static final int MANY = 48;
    /** Batches running at one time, and the most items in one of them. */
    private static final int PLACES = 2;

    private static final int MOST_ITEMS = 256;

    private final Function<List<I>, Uni<List<O>>> work;
    private final int mostWaiting;
    private final Consumer<Runnable> soon;
    private final Queue<Item<I, O>> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waitingItems = new AtomicInteger();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicBoolean gathering = new AtomicBoolean();
    private volatile int wanted;
    private volatile boolean overdue;

    /**
     * @param mostWaiting items that may wait; one more fails at once, so that an outage does not fill the heap
     * @param work one statement over the given items
     */
    public MicroBatch(Vertx vertx, int mostWaiting, Function<List<I>, Uni<List<O>>> work) {
        this(mostWaiting, task -> Timers.after(vertx, 1, task), work);
    }

    /** @param soon runs something in a millisecond or two */
    MicroBatch(int mostWaiting, Consumer<Runnable> soon, Function<List<I>, Uni<List<O>>> work) {
        this.mostWaiting = mostWaiting;
        this.soon = soon;
        this.work = items -> Uni.createFrom().deferred(() -> work.apply(items));
    }

    /** The answer to this item; a failed batch fails all its items with {@link DatabaseUnavailableException}. */
    public Uni<O> submit(I item) {
        return Uni.createFrom()
                .<O>emitter(emitter -> enqueue(new Item<>(item, emitter)))
                .onFailure(failure -> !(failure instanceof DatabaseUnavailableException))
                .transform(DatabaseUnavailableException::new);
    }

    private void enqueue(Item<I, O> item) {
        if (waitingItems.incrementAndGet() > mostWaiting) {
            waitingItems.decrementAndGet();
            item.emitter.fail(new RejectedExecutionException("too many requests are waiting"));
            return;
        }
        waiting.add(item);
        drain();
    }

    private void drain() {
        while (worthwhile() && takePlace()) {
            List<Item<I, O>> batch = nextBatch();
            if (batch.isEmpty()) {
                running.decrementAndGet();
            } else {
                run(batch);
            }
        }
    }

    private boolean worthwhile() {
        int items = waitingItems.get();
        if (items == 0) {
            return false;
        }
        if (running.get() > 0) {
            return items >= MANY;
        }
        if (items >= wanted || overdue) {
            return true;
        }
        if (gathering.compareAndSet(false, true)) {
            soon.accept(this::gathered);
        }
        return false;
    }

    private void gathered() {
        gathering.set(false);
        overdue = true;
        drain();
    }

    private boolean takePlace() {
        return running.getAndUpdate(taken -> Math.min(PLACES, taken + 1)) < PLACES;
    }

    private List<Item<I, O>> nextBatch() {
        List<Item<I, O>> batch = new ArrayList<>();
        while (batch.size() < MOST_ITEMS) {
            Item<I, O> item = waiting.poll();
            if (item == null) {
                break;
            }
            batch.add(item);
        }
        waitingItems.addAndGet(-batch.size());
        overdue = false;
        return batch;
    }

    private void run(List<Item<I, O>> batch) {
        work.apply(batch.stream().map(Item::value).toList())
                .subscribe()
                .with(answers -> succeed(batch, answers), failure -> {
                    if (!Database.refused(failure)) {
                        fail(batch, failure);
                    } else if (batch.size() > 1) {
                        oneByOne(batch);
                    } else {
                        next(1);
                        batch.get(0).emitter.fail(failure);
                    }
                });
    }

    private void oneByOne(List<Item<I, O>> batch) {
        List<Uni<O>> singles = batch.stream()
                .map(item -> work.apply(List.of(item.value))
                        .map(answers -> answers.get(0))
                        .invoke(item.emitter::complete)
                        .onFailure()
                        .invoke(item.emitter::fail)
                        .onFailure()
                        .recoverWithNull())
                .toList();
        Uni.join().all(singles).andFailFast().subscribe().with(done -> next(batch.size()));
    }

    private void succeed(List<Item<I, O>> batch, List<O> answers) {
        next(batch.size());
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).emitter.complete(answers.get(i));
        }
    }

    /** Items that waited meanwhile fail too: they would only wait for the same outage once more. */
    private void fail(List<Item<I, O>> batch, Throwable failure) {
        running.decrementAndGet();
        batch.forEach(item -> item.emitter.fail(failure));
        for (Item<I, O> item = waiting.poll(); item != null; item = waiting.poll()) {
            waitingItems.decrementAndGet();
            item.emitter.fail(failure);
        }
        drain();
    }

    private void next(int answered) {
        wanted = answered + waitingItems.get() - LAGGARDS;
        running.decrementAndGet();
        drain();
    }

    private record Item<I, O>(I value, UniEmitter<? super O> emitter) {}
}
