package dev.gengate.chaos;

import dev.gengate.chaos.Disruption.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Does what a schedule says, each server's disruptions one after the other, and counts what was done. */
final class Disruptor implements AutoCloseable {
    private final Cluster cluster;
    private final List<ScheduledExecutorService> replicas = new ArrayList<>();
    private final ScheduledExecutorService broker = oneThread("broker");
    private final ScheduledExecutorService database = oneThread("database");
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

    private void twoSteps(ScheduledExecutorService thread, Disruption disruption, Runnable begin, Runnable end) {
        thread.schedule(() -> step(disruption.kind(), begin), disruption.at().toMillis(), TimeUnit.MILLISECONDS);
        Duration over = disruption.at().plus(disruption.lasts());
        thread.schedule(() -> setRight(disruption.kind(), end), over.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void step(Kind kind, Runnable begin) {
        Log.line("%s", kind);
        begin.run();
        synchronized (done) {
            done.merge(kind, 1, Integer::sum);
        }
    }

    private static void setRight(Kind kind, Runnable end) {
        try {
            end.run();
        } catch (RuntimeException e) {
            Log.line("%s could not be set right: %s", kind, e);
        }
    }

    /** How many of a kind were done. */
    int done(Kind kind) {
        synchronized (done) {
            return done.getOrDefault(kind, 0);
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
