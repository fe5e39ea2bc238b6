package dev.gengate.proof.monitoring;

import dev.gengate.proof.cluster.ClientLoad;
import dev.gengate.proof.cluster.Cluster;
import dev.gengate.proof.cluster.Endpoints;
import dev.gengate.proof.cluster.GatewayClient;
import dev.gengate.proof.cluster.Log;
import dev.gengate.proof.cluster.Replica;
import dev.gengate.proof.cluster.Service;
import dev.gengate.proof.faults.FaultOptions;
import dev.gengate.proof.faults.FaultRun;
import dev.gengate.proof.servers.Closing;
import dev.gengate.proof.servers.Quiet;
import dev.gengate.proof.servers.WallClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * {@code deploy/proof monitoring}: two replicas under load, watched by a real Prometheus with the project's rules. Every
 * alert's cause is brought about and must fire it; every panel of the dashboard must have data, and is drawn.
 */
public final class MonitoringRun {
    private static final Duration BOUND = Duration.ofMinutes(12);
    private static final Duration HEALTHY = Duration.ofSeconds(40);
    private static final Duration PATIENCE = Duration.ofSeconds(75);
    /** After it hours are written into the ledger, which would be all that the picture shows. */
    private static final String LAST_OF_THE_PICTURE = "GatewayEventsNotFlowing";

    private static final Path RESULTS = Path.of("target", "monitoring-results");
    private static final Path PICTURE = Path.of("docs", "dashboard.png");

    private final Cluster cluster;
    private final Service service;
    private final List<Replica> replicas = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private PrometheusServer prometheus;
    private AlertWatch alerts;

    private MonitoringRun(Cluster cluster) {
        this.cluster = cluster;
        this.service = cluster.toClose(new Service());
    }

    /** Exits 0 only if all alerts fired, none without a cause, and all panels have data. */
    public static void main(String[] given) {
        Log.begin();
        Quiet.logging();
        Cluster cluster = new Cluster();
        Closing.atExit(cluster);
        CompletableFuture.delayedExecutor(BOUND.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> System.exit(2));
        List<String> faults = new MonitoringRun(cluster).run();
        faults.forEach(fault -> System.out.println("WRONG: " + fault));
        System.exit(faults.isEmpty() ? 0 : 1);
    }

    private List<String> run() {
        cluster.guarded().startServers();
        startReplicas();
        prometheus = cluster.toClose(PrometheusServer.start(
                replicas.stream().map(Replica::management).toList()));
        alerts = new AlertWatch(prometheus);
        ClientLoad load = new ClientLoad(
                new GatewayClient(service.url(), PATIENCE),
                FaultOptions.of(new String[] {"--generations", "100000", "--rate", "12", "--seed", "1"}));
        load.begin();
        staysQuiet();
        for (AlertCauses.Cause cause : new AlertCauses(cluster, service, replicas).all()) {
            if (possible(cause)) {
                provoke(cause);
            }
            if (cause.alerts().contains(LAST_OF_THE_PICTURE)) {
                drawTheDashboard();
            }
        }
        load.end();
        everyAlertFired();
        return faults;
    }

    private void startReplicas() {
        Map<String, String> environment = cluster.environment(service.url());
        environment.putAll(
                Map.of("GATEWAY_GAUGES_EVERY", "1S", "GATEWAY_CREDITS_EVERY", "1S", "GATEWAY_DEADLINE_RESULT", "30S"));
        environment.put("GATEWAY_TOPIC_EVERY", "2S");
        environment.put("GATEWAY_USAGE_EVERY", "1S");
        environment.put(
                "GATEWAY_CALLERS__ADS__BUDGET_FILE", WatchedFile.BUDGET.make().toString());
        environment.put(
                "GATEWAY_CALLERS__WATCHED__KEY_SHA256_FILE",
                WatchedFile.KEYS.make().toString());
        environment.put("GATEWAY_MODELS_DIRECTORY", WatchedModels.make().toString());
        environment.putAll(new WatchedIntake(cluster.broker().bootstrapServers()).make());
        environment.putAll(new WatchedTopic(cluster.broker().bootstrapServers(), service.url()).make());
        environment.put("GATEWAY_CUSTODY_STORE", "directory");
        environment.put("GATEWAY_CUSTODY_DIRECTORY", RESULTS.toAbsolutePath().toString());
        cluster.provider().set("resultBase", cluster.providerUrl().toString());
        for (int number = 1; number <= Cluster.REPLICAS; number++) {
            replicas.add(cluster.toClose(
                    new Replica("watched-" + number, Cluster.APPLICATION, environment, FaultRun.REPLICA_OPTIONS)));
        }
        replicas.parallelStream().forEach(Replica::start);
        cluster.toClose(new Endpoints(service, replicas));
    }

    private void staysQuiet() {
        Log.line("%d s without a fault", HEALTHY.toSeconds());
        Set<String> firing = alerts.firingWithin(HEALTHY);
        if (!firing.isEmpty()) {
            faults.add("fire without a cause: " + firing);
        }
    }

    private static boolean possible(AlertCauses.Cause cause) {
        boolean possible = WallClock.canBeWrong() || !cause.alerts().contains(AlertCauses.SKEW);
        if (!possible) {
            Log.line("NOT TESTED: %s (libfaketime is not here)", cause.alerts());
        }
        return possible;
    }

    private void provoke(AlertCauses.Cause cause) {
        Set<String> before = alerts.awaitSilence(cause.alerts());
        if (!before.isEmpty()) {
            faults.add(cause.what() + ": active before " + before);
        }
        Instant begin = Instant.now();
        cause.begin().run();
        Set<String> missing = alerts.awaitFiring(cause, begin);
        if (missing.isEmpty()) {
            Log.line("%-44s %s after %d s", cause.what(), cause.alerts(), secondsSince(begin));
        } else {
            faults.add(cause.what() + ": does not fire " + missing);
        }
        cause.end().run();
    }

    private static long secondsSince(Instant begin) {
        return Duration.between(begin, Instant.now()).toSeconds();
    }

    private void everyAlertFired() {
        Set<String> all = AlertWatch.all();
        Log.line("%d of %d alerts fired", alerts.fired().size(), all.size());
        all.removeAll(alerts.fired());
        if (!WallClock.canBeWrong()) {
            all.remove(AlertCauses.SKEW);
        }
        if (!all.isEmpty()) {
            faults.add("no cause for " + all);
        }
    }

    private void drawTheDashboard() {
        DashboardPicture picture = new DashboardPicture(prometheus, Math.round(Log.seconds()));
        int panels = picture.draw(PICTURE);
        picture.empty().forEach(title -> faults.add("no data in the panel: " + title));
        Log.line(
                "%d panels, %d of them without data: %s",
                panels, picture.empty().size(), PICTURE);
    }
}
