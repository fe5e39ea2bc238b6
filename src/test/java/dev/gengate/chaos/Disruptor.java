package dev.gengate.chaos;

import dev.gengate.chaos.Disruption.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Does what a schedule says, each server's disruptions one after the other, and counts what was done. */
final class Disruptor implements AutoCloseable {
    private final Cluster cluster;
    private final List<ScheduledExecutorService> replicas = new ArrayList<>();
    private final ScheduledExecutorService broker = oneThread("broker");
    private final ScheduledExecutorService database = oneThread("database");
    private final Map<Kind, Integer> planned = new EnumMap<>(Kind.class);
    private final Map<Kind, Integer> done = new EnumMap<>(Kind.class);

    Disruptor(Cluster cluster) {
        this.cluster = cluster;
        for (int replica = 0; replica < Cluster.REPLICAS; replica++) {
            replicas.add(oneThread("replica-" + replica));
        }
    }

    void begin(List<Disruption> schedule) {
        schedule.forEach(this::plan);
    }

    private void plan(Disruption disruption) {
        planned.merge(disruption.kind(), 1, Integer::sum);
        switch (disruption.kind()) {
            case KILL -> {
                Replica replica = cluster.replica(disruption.replica());
                twoSteps(replicas.get(disruption.replica()), disruption, replica::kill, replica::start);
            }
            case FREEZE -> twoSteps(broker, disruption, cluster.broker()::freeze, cluster.broker()::thaw);
            case BROKER_RESTART -> twoSteps(broker, disruption, cluster.broker()::restart, () -> {});
            case DATABASE_STOP -> twoSteps(database, disruption, cluster.database()::stop, cluster.database()::restart);
            case DATABASE_CRASH ->
                twoSteps(database, disruption, cluster.database()::kill, cluster.database()::restart);
        }
    }

    /** In one piece, so that no other disruption of the same server comes in between. */
    private void twoSteps(ScheduledExecutorService thread, Disruption disruption, Runnable begin, Runnable end) {
        Runnable both = () -> {
            try {
                Log.line("%s", disruption.kind());
                begin.run();
                pause(disruption.lasts());
                end.run();
                count(disruption.kind());
            } catch (RuntimeException e) {
                Log.line("%s did not go as planned: %s", disruption.kind(), e);
            }
        };
        thread.schedule(both, disruption.at().toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void pause(Duration time) {
        try {
            if (new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("nobody counts down");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void count(Kind kind) {
        synchronized (done) {
            done.merge(kind, 1, Integer::sum);
        }
    }

    /** How many of each kind were to be done. */
    Map<Kind, Integer> planned() {
        return Map.copyOf(planned);
    }

    /** How many of each kind came about and were set right again. */
    Map<Kind, Integer> done() {
        synchronized (done) {
            return Map.copyOf(done);
        }
    }

    /** Waits until all is done and set right. */
    void awaitEnd(Duration patience) {
        all().forEach(ScheduledExecutorService::shutdown);
        all().forEach(thread -> await(thread, patience));
    }

    private static void await(ScheduledExecutorService thread, Duration patience) {
        try {
            if (!thread.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("a disruption does not come to its end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private List<ScheduledExecutorService> all() {
        List<ScheduledExecutorService> all = new ArrayList<>(replicas);
        all.add(broker);
        all.add(database);
        return all;
    }

    private static ScheduledExecutorService oneThread(String name) {
        return Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public void close() {
        all().forEach(ScheduledExecutorService::shutdownNow);
    }
}
