package dev.gengate.proof.custody;

import dev.gengate.proof.cluster.Cluster;
import dev.gengate.proof.cluster.GatewayClient;
import dev.gengate.proof.cluster.MemorySamples;
import dev.gengate.proof.cluster.Replica;
import dev.gengate.proof.cluster.ReplicaEnvironment;
import dev.gengate.proof.cluster.ResultStore;
import dev.gengate.proof.cluster.Told;
import dev.gengate.proof.faults.FaultRun;
import dev.gengate.proof.gateway.CompletedEvents;
import dev.gengate.proof.ledger.GenerationInsert;
import dev.gengate.proof.servers.Arguments;
import dev.gengate.proof.servers.Backends;
import dev.gengate.proof.servers.ChildProcess;
import dev.gengate.proof.servers.Closing;
import dev.gengate.proof.servers.Quiet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/**
 * {@code deploy/proof custody}: how fast results are copied beside a loop that does nothing else, in how much memory, and
 * how long an event waits for them. Ends with 1 if it is slower than that loop, if memory grows by over 15 %, or if an
 * event takes over 60 ms in the middle.
 */
public final class CustodyRun {
    private static final int MEBIBYTE = 1024 * 1024;
    private static final int LARGE = 8 * MEBIBYTE;
    private static final int SMALL = 300 * 1024;
    private static final double LEAST_RATIO = 1.0;
    private static final double MOST_GROWTH = 1.15;
    private static final int MOST_MILLIS = 60;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final String ENTRIES =
            "insert into custody (generation_id, completed_at, due_at, tell_at, expires_at)"
                    + " select id, now(), now(), now() + interval '1 hour', now() + interval '1 day' from ended";

    private static final String COLLECTOR = "-XX:+UseSerialGC";
    private static final String LEFT = "select count(*) from custody";

    private final Cluster cluster;
    private final int results;
    private final int atOnce;
    private final int events;
    private final List<String> missed = new ArrayList<>();

    private CustodyRun(Cluster cluster, Arguments options) {
        this.cluster = cluster.keeping(ResultStore.Kind.S3).startServers();
        this.results = options.number("results", 500);
        this.atOnce = options.number("at-once", 16);
        this.events = options.number("events", 200);
    }

    public static void main(String[] given) {
        Quiet.logging();
        Arguments options = Arguments.of(given);
        Cluster cluster = new Cluster();
        Closing.atExit(cluster);
        CustodyRun run = new CustodyRun(cluster, options);
        run.copies();
        run.events();
        run.missed.forEach(missed -> System.out.println("missed: " + missed));
        System.exit(run.missed.isEmpty() ? 0 : 1);
    }

    private void expect(boolean kept, String what) {
        if (!kept) {
            missed.add(what);
        }
    }

    /** Two pairs, each in another order: who comes first has the machine as it was, who comes second a warm one. */
    private void copies() {
        try (FileHost host = new FileHost(LARGE)) {
            double gateway = gateway(host, "copier-1");
            double loop = loop(host);
            loop += loop(host);
            gateway += gateway(host, "copier-2");
            System.out.printf(
                    "means of two pairs: %.1f s, %.0f MiB/s; the bare loop %.1f s; ratio %.2f%n",
                    gateway / 2, 2 * results * (double) LARGE / MEBIBYTE / gateway, loop / 2, loop / gateway);
            expect(loop / gateway >= LEAST_RATIO, "as fast as the bare loop");
        }
    }

    private String ended(FileHost host) {
        return "with ended as ("
                + GenerationInsert.succeeded("now()")
                        .with("task_id", "gen_random_uuid()::text")
                        .with("images", "'[{\"kind\":\"image\",\"url\":\"" + host.url() + "/' || n || '.png\"}]'")
                        .rows("generate_series(1, " + results + ") n returning id) ")
                + ENTRIES;
    }

    private double loop(FileHost host) {
        host.begin();
        List<String> command = new ArrayList<>(ChildProcess.java(
                "-Xmx256m", BareCopy.class, host.url().toString(), "" + results, "" + atOnce, incoming()));
        command.add(1, COLLECTOR);
        ChildProcess loop =
                new ChildProcess(command, Map.of(), Cluster.directory().resolve("bare-copy.log"));
        loop.start();
        await(host, loop);
        System.out.printf("the bare loop: %.1f s%n", host.seconds());
        return host.seconds();
    }

    private static String incoming() {
        return Cluster.directory().resolve("incoming").toString();
    }

    private void await(FileHost host, ChildProcess loop) {
        if (!loop.endedWithin(PATIENCE) || host.puts() < results) {
            throw new IllegalStateException("the loop did not copy all, see target/chaos/bare-copy.log");
        }
    }

    private double gateway(FileHost host, String name) {
        host.begin();
        Map<String, String> environment = new HashMap<>(cluster.environment(cluster.gateway()));
        environment.putAll(cluster.bucket().environment(name));
        environment.put("GATEWAY_CUSTODY_S3_ENDPOINT", host.url().toString());
        environment.put("GATEWAY_CUSTODY_DIRECTORY", incoming());
        environment.put("GATEWAY_CUSTODY_CONCURRENCY", "" + atOnce);
        environment.put("GATEWAY_CUSTODY_TIMEOUT", "2M");
        try (Replica replica = new Replica(name, Cluster.APPLICATION, environment, "-Xmx256m", COLLECTOR)) {
            replica.start();
            MemorySamples memory = new MemorySamples(replica);
            memory.take();
            cluster.database().server().execute(ReplicaEnvironment.DATABASE, ended(host));
            Awaitility.await()
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> {
                        memory.take();
                        return host.puts() >= results
                                && cluster.database().ledger().number(LEFT) == 0;
                    });
            System.out.printf(
                    "%d results of %d MiB, %d at once: %.1f s%n%s%n",
                    results, LARGE / MEBIBYTE, atOnce, host.seconds(), memory);
            expect(memory.growth() <= MOST_GROWTH, "flat memory: %.2f of its start".formatted(memory.growth()));
            return host.seconds();
        }
    }

    /** One after the other: from the callback's acknowledgement to the broker's time of the event. */
    private void events() {
        cluster.startReplicas(1, Cluster.APPLICATION, FaultRun.REPLICA_OPTIONS);
        cluster.provider().set("resultBytes", SMALL);
        GatewayClient client = new GatewayClient(cluster.gateway(), PATIENCE);
        List<Long> waits = new ArrayList<>();
        try (CompletedEvents topic = CompletedEvents.open(cluster.broker().bootstrapServers(), Backends.TOPIC)) {
            for (int number = 0; number < events; number++) {
                String key = "custody-" + number;
                Told told = client.submit(key, "{\"input\":{\"prompt\":\"" + key + "\"}}", "")
                        .join()
                        .orElseThrow();
                long event = topic.awaitEventOf(told.id()).at();
                waits.add(event
                        - cluster.provider()
                                .taskOf(told.id())
                                .callbacks()
                                .get(0)
                                .at());
            }
        }
        List<Long> sorted = waits.stream().sorted().toList();
        System.out.printf(
                "event after the callback's acknowledgement, %d KiB, one at a time, %d times: p50 %d ms, p95 %d ms%n",
                SMALL / 1024, events, sorted.get(events / 2), sorted.get(events * 95 / 100));
        expect(sorted.get(events / 2) <= MOST_MILLIS, "an event within 60 ms");
    }
}
