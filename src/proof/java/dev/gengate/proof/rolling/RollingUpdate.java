package dev.gengate.proof.rolling;

import dev.gengate.proof.cluster.Cluster;
import dev.gengate.proof.cluster.Log;
import dev.gengate.proof.cluster.Replica;
import dev.gengate.proof.cluster.Service;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * What the Deployment's controller and the kubelet do to pods, one after the other (maxSurge 1, maxUnavailable 0): a new
 * pod starts and becomes ready, then the oldest is deleted: it leaves the endpoints a little later, its preStop hook
 * runs, it gets SIGTERM, and SIGKILL when its grace period is over.
 */
final class RollingUpdate {
    /** How long the news that a pod comes or goes takes to whoever forwards. */
    private static final Duration NEWS = Duration.ofSeconds(1);

    private static final String[] OPTIONS = {"-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"};

    private final Cluster cluster;
    private final Service service;
    private final PodLifecycle lifecycle = PodLifecycle.ofTheDeployment();
    private final Deque<Replica> pods = new ArrayDeque<>();
    private int started;
    private int ended;
    private int killed;
    private Duration longestDrain = Duration.ZERO;
    private Duration longestStart = Duration.ZERO;

    RollingUpdate(Cluster cluster, Service service) {
        this.cluster = cluster;
        this.service = service;
    }

    /** So many of it at the same moment, as on the first deployment: all of them find the database empty. */
    void deploy(int replicas, Path application, Map<String, String> environment) {
        for (int number = 0; number < replicas; number++) {
            pods.add(newPod(application, environment));
        }
        pods.parallelStream().forEach(Replica::start);
        pods.forEach(pod -> service.add(pod.port()));
    }

    /** Every pod is replaced by one that is configured so. */
    void roll(Map<String, String> environment) {
        for (int left = pods.size(); left > 0; left--) {
            Replica fresh = newPod(Cluster.APPLICATION, environment);
            long begin = System.nanoTime();
            fresh.start();
            longestStart = longer(longestStart, since(begin));
            pause(lifecycle.probing().plus(NEWS));
            service.add(fresh.port());
            pods.add(fresh);
            delete(pods.remove());
        }
    }

    private void delete(Replica pod) {
        pause(NEWS);
        service.remove(pod.port());
        pause(lifecycle.preStop().minus(NEWS));
        long begin = System.nanoTime();
        pod.terminate();
        if (!pod.endedWithin(lifecycle.grace().minus(lifecycle.preStop()))) {
            pod.kill();
            killed++;
        }
        longestDrain = longer(longestDrain, since(begin));
        ended++;
        Log.line("replaced pod %d, drained in %.1f s", ended, since(begin).toMillis() / 1e3);
    }

    private Replica newPod(Path application, Map<String, String> environment) {
        return cluster.toClose(new Replica("pod-" + ++started, application, environment, OPTIONS));
    }

    private static Duration since(long begin) {
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static void pause(Duration time) {
        Executor then = CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS);
        CompletableFuture.runAsync(() -> {}, then).join();
    }

    int replaced() {
        return ended;
    }

    /** Pods that had to be killed. */
    int killed() {
        return killed;
    }

    /** From SIGTERM to the end of the process. */
    Duration longestDrain() {
        return longestDrain;
    }

    /** Until it was ready. */
    Duration longestStart() {
        return longestStart;
    }
}
