package dev.gengate.proof.faults;

import dev.gengate.proof.audit.Window;
import dev.gengate.proof.cluster.Cluster;
import dev.gengate.proof.cluster.Database;
import dev.gengate.proof.cluster.Log;
import dev.gengate.proof.cluster.Replica;
import dev.gengate.proof.cluster.ReplicaEnvironment;
import dev.gengate.proof.faults.Disruption.Kind;
import dev.gengate.proof.servers.LocalS3;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Does what a schedule says, each server's disruptions one after the other, and counts what was done. */
public final class Disruptor implements AutoCloseable {
    private static final long SLOW_MILLIS = 2_000;

    private final Cluster cluster;
    private final List<ScheduledExecutorService> replicas = new ArrayList<>();
    private final ScheduledExecutorService broker = oneThread("broker");
    private final ScheduledExecutorService database = oneThread("database");
    private final ScheduledExecutorService store = oneThread("store");
    private final ScheduledExecutorService badCaller = oneThread("bad-caller");
    private final Map<Kind, Integer> planned = new EnumMap<>(Kind.class);
    private final List<Window> done = new ArrayList<>();

    public Disruptor(Cluster cluster) {
        this.cluster = cluster;
        for (int replica = 0; replica < Cluster.REPLICAS; replica++) {
            replicas.add(oneThread("replica-" + replica));
        }
    }

    public void begin(List<Disruption> schedule) {
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
            case HALF_BODIES -> {
                Replica replica = cluster.replica(disruption.replica());
                HalfBodies bodies =
                        new HalfBodies(replica.port(), replica.management(), ReplicaEnvironment.BAD_CALLER_KEY);
                twoSteps(badCaller, disruption, bodies::send, bodies::close);
            }
            case KILL_AFTER_PUT -> {
                Replica replica = cluster.replica(disruption.replica());
                ScheduledExecutorService thread = replicas.get(disruption.replica());
                thread.schedule(
                        () -> killAfterPut(thread, replica, disruption),
                        disruption.at().toMillis(),
                        TimeUnit.MILLISECONDS);
            }
            case STORE_AWAY, STORE_SLOW, STORE_FAILS, STORE_DAMAGES -> planStore(disruption);
            case DATABASE_STOP, DATABASE_CRASH, SESSIONS_KILLED, READ_ONLY, DATABASE_FULL -> planDatabase(disruption);
        }
    }

    /** One that puts nothing, because the store is away, is asked again: meanwhile its other disruptions come in time. */
    private void killAfterPut(ScheduledExecutorService thread, Replica replica, Disruption disruption) {
        long from = System.currentTimeMillis();
        if (cluster.bucket().afterPutOf(replica, replica::kill)) {
            Log.line("%s", disruption.kind());
            pause(disruption.lasts());
            replica.start();
            keep(new Window(disruption.kind(), from, System.currentTimeMillis()));
        } else {
            thread.schedule(() -> killAfterPut(thread, replica, disruption), 1, TimeUnit.SECONDS);
        }
    }

    private void planStore(Disruption disruption) {
        LocalS3 server = cluster.bucket().server();
        switch (disruption.kind()) {
            case STORE_AWAY -> twoSteps(store, disruption, () -> server.down(true), () -> server.down(false));
            case STORE_SLOW -> twoSteps(store, disruption, () -> server.slow(SLOW_MILLIS), () -> server.slow(0));
            case STORE_FAILS ->
                twoSteps(store, disruption, () -> server.fails(Integer.MAX_VALUE), () -> server.fails(0));
            case STORE_DAMAGES -> twoSteps(store, disruption, () -> server.damages(true), () -> server.damages(false));
            default -> throw new IllegalArgumentException("not of the store: " + disruption.kind());
        }
    }

    private void planDatabase(Disruption disruption) {
        Database server = cluster.database();
        switch (disruption.kind()) {
            case DATABASE_STOP -> twoSteps(database, disruption, server::stop, server::restart);
            case DATABASE_CRASH -> twoSteps(database, disruption, server::kill, server::restart);
            case SESSIONS_KILLED -> twoSteps(database, disruption, server::killSessions, server::killSessions);
            case READ_ONLY -> twoSteps(database, disruption, () -> server.readOnly(true), () -> server.readOnly(false));
            case DATABASE_FULL -> twoSteps(database, disruption, () -> server.full(true), () -> server.full(false));
            default -> throw new IllegalArgumentException("not of the database: " + disruption.kind());
        }
    }

    /** In one piece, so that no other disruption of the same server comes in between. */
    private void twoSteps(ScheduledExecutorService thread, Disruption disruption, Runnable begin, Runnable end) {
        Runnable both = () -> {
            try {
                Log.line("%s", disruption.kind());
                long from = System.currentTimeMillis();
                until(disruption.lasts(), begin, end);
                keep(new Window(disruption.kind(), from, System.currentTimeMillis()));
                Log.line("%s is over", disruption.kind());
            } catch (RuntimeException e) {
                Log.line("%s did not go as planned: %s", disruption.kind(), e);
            }
        };
        thread.schedule(both, disruption.at().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What could not be begun in full is set right all the same. */
    private static void until(Duration lasts, Runnable begin, Runnable end) {
        try {
            begin.run();
            pause(lasts);
        } finally {
            end.run();
        }
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

    private void keep(Window window) {
        synchronized (done) {
            done.add(window);
        }
    }

    /** How many of each kind were to be done. */
    public Map<Kind, Integer> planned() {
        return Map.copyOf(planned);
    }

    /** How many of each kind came about and were set right again. */
    public Map<Kind, Integer> done() {
        return windows().stream().collect(Collectors.toMap(Window::kind, window -> 1, Integer::sum));
    }

    /** When they came about. */
    List<Window> windows() {
        synchronized (done) {
            return List.copyOf(done);
        }
    }

    /** Waits until all is done and set right. */
    public void awaitEnd(Duration patience) {
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
        all.add(store);
        all.add(badCaller);
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
