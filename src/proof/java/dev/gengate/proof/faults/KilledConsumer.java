package dev.gengate.proof.faults;

import dev.gengate.proof.audit.Consumed;
import dev.gengate.proof.cluster.Cluster;
import dev.gengate.proof.cluster.Log;
import dev.gengate.proof.ledger.Ledger;
import dev.gengate.proof.servers.Backends;
import dev.gengate.proof.servers.ChildProcess;
import dev.gengate.proof.servers.LocalPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import javax.tools.ToolProvider;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;

/** The consumer of docs/examples, a process that dies at random, over all events of a run. */
final class KilledConsumer {
    private static final Path SOURCE = Path.of("docs", "examples", "java", "DeduplicatingConsumer.java");
    /** Its group and its database. */
    private static final String NAME = "consumer";

    private static final int KILLS = 5;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final TopicPartition EVENTS = new TopicPartition(Backends.TOPIC, 0);

    private final String broker;
    private final LocalPostgres postgres;
    private final Ledger ledger;

    private KilledConsumer(Cluster cluster) {
        this.broker = cluster.broker().bootstrapServers();
        this.postgres = cluster.database().server();
        postgres.createDatabase(NAME);
        this.ledger = Ledger.of(postgres, NAME);
    }

    /** What it has applied once it has read all, having died at random moments. */
    static Consumed over(Cluster cluster, int generations, long seed) {
        return new KilledConsumer(cluster).killed(generations, new Random(seed));
    }

    private Consumed killed(int generations, Random chance) {
        try (ChildProcess process = process();
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker))) {
            process.start();
            chance.ints(KILLS, 1, Math.max(2, generations * 9 / 10)).sorted().forEach(some -> {
                await(process, () -> applied() >= some || read(admin));
                process.kill();
                process.start();
            });
            await(process, () -> read(admin));
        }
        List<String> applied = ledger.values("select generation || ' ' || outcome from applied");
        Log.line("a consumer that was killed %d times has applied %d events", KILLS, applied.size());
        return new Consumed(applied);
    }

    private ChildProcess process() {
        Path classes = Cluster.directory().resolve(NAME);
        String libraries = System.getProperty("java.class.path");
        if (ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "-d", classes.toString(), "-cp", libraries, SOURCE.toString())
                != 0) {
            throw new IllegalStateException(SOURCE + " does not compile");
        }
        List<String> command = List.of(
                ChildProcess.java(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx128m",
                "-cp",
                classes + System.getProperty("path.separator") + libraries,
                "DeduplicatingConsumer",
                broker,
                NAME,
                "jdbc:postgresql://%s:%d/%s?user=%s&password=%s"
                        .formatted(
                                LocalPostgres.HOST, postgres.port(), NAME, LocalPostgres.USER, LocalPostgres.PASSWORD),
                "max.poll.records=20",
                "group.instance.id=" + NAME);
        return new ChildProcess(
                command, Map.of("CALLER", ""), Cluster.directory().resolve(NAME + ".log"));
    }

    private static void await(ChildProcess process, Question question) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .failFast("it ended by itself", () -> !process.running())
                .until(question::answer);
    }

    private interface Question {
        boolean answer() throws ExecutionException, InterruptedException;
    }

    /** 0 before it has made its tables. */
    private long applied() {
        return ledger.number("select count(*) from pg_tables where tablename = 'applied'") == 0
                ? 0
                : ledger.number("select count(*) from applied");
    }

    /** Whether it has committed the offset behind the last event, so that what comes twice there was read too. */
    private boolean read(Admin admin) throws ExecutionException, InterruptedException {
        OffsetAndMetadata at = admin.listConsumerGroupOffsets(NAME)
                .partitionsToOffsetAndMetadata()
                .get()
                .get(EVENTS);
        long end = admin.listOffsets(Map.of(EVENTS, OffsetSpec.latest()))
                .partitionResult(EVENTS)
                .get()
                .offset();
        return at != null && at.offset() == end;
    }
}
