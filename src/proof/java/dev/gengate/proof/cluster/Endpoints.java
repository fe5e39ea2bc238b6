package dev.gengate.proof.cluster;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Keeps the endpoints of a {@link Service} as the kubelet and the endpoints' controller do: the replicas that are ready. */
public final class Endpoints implements AutoCloseable {
    private final Service service;
    private final List<Replica> replicas;
    private final Set<Integer> listed = new HashSet<>();
    private final ScheduledExecutorService probes = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread daemon = new Thread(work, "probes");
        daemon.setDaemon(true);
        return daemon;
    });

    public Endpoints(Service service, List<Replica> replicas) {
        this.service = service;
        this.replicas = List.copyOf(replicas);
        probe();
        probes.scheduleWithFixedDelay(this::probe, 1, 1, TimeUnit.SECONDS);
    }

    private void probe() {
        for (Replica replica : replicas) {
            boolean ready = replica.ready();
            if (ready && listed.add(replica.port())) {
                service.add(replica.port());
            } else if (!ready && listed.remove(replica.port())) {
                service.remove(replica.port());
            }
        }
    }

    @Override
    public void close() {
        probes.shutdownNow();
    }
}
