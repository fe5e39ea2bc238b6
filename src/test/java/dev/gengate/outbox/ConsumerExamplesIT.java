package dev.gengate.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gengate.proof.ledger.Ledger;
import dev.gengate.proof.servers.ChildProcess;
import dev.gengate.proof.servers.LocalKafka;
import dev.gengate.proof.servers.LocalPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The consumers of docs/examples as processes of their own, which end at random while every event comes twice: each applies
 * each generation once. What a machine cannot build is not tested, and {@code .ci/run} says so.
 */
@Tag("gate")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConsumerExamplesIT {
    private static final String TOPIC = "generation.completed";
    private static final String SUCCEEDED = "dev.gengate.generation.succeeded.v1";
    private static final String STORED = "dev.gengate.generation.stored.v1";
    private static final int SOME = 400;
    private static final int MANY = 2_000;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Path FOLDER = Path.of("target", "examples").toAbsolutePath();
    private static final long SEED = System.nanoTime();
    /** A member that has died and comes back under this name need not wait for the end of its session. */
    private static final String NAMED = "group.instance.id=one";

    /** What Maven and npm say when no registry is there. One that is there and lacks a version is no excuse. */
    private static final Pattern NOT_REACHED = Pattern.compile("Unknown host|UnknownHost|Connection refused"
            + "|[Cc]onnect timed out|Network is unreachable|name resolution"
            + "|npm error code (ENOTFOUND|ECONNREFUSED|ETIMEDOUT|EAI_AGAIN|ENETUNREACH)");

    private static final LocalPostgres POSTGRES = LocalPostgres.shared();

    private static LocalKafka kafka;
    private static ChildProcess quarkus;
    private static ChildProcess spring;
    private static ChildProcess node;

    private final Random chance = new Random(SEED);

    @BeforeAll
    static void begin() throws IOException {
        System.out.println("consumers of docs/examples: seed " + SEED);
        copied(Path.of("docs", "examples"));
        quarkus = built("quarkus", "mvn", "-B", "-ntp", "-q", "package");
        spring = built("spring", "mvn", "-B", "-ntp", "-q", "package");
        node = built("node", "npm", "install", "--no-package-lock", "--no-audit", "--no-fund");
        kafka = LocalKafka.start(0);
        kafka.createTopic(TOPIC);
        send(SOME);
    }

    @AfterAll
    static void end() {
        kafka.close();
    }

    @Test
    @Order(1)
    void kafkajs() {
        assumeBuilt(node);

        // the client knows no names of members
        appliesEachOnce(
                "node",
                SOME,
                1,
                ChildProcess::close,
                (database, url) -> List.of(
                        "node",
                        FOLDER.resolve("node/consumer.mjs").toString(),
                        kafka.bootstrapServers(),
                        database,
                        url));
    }

    @Test
    @Order(2)
    void quarkus() {
        // of what the gateway itself is made of
        assertBuilt(quarkus, said -> false);
        String channel = "-Dmp.messaging.incoming.completed.";

        appliesEachOnce(
                "quarkus",
                SOME,
                1,
                ChildProcess::kill,
                (database, url) -> List.of(
                        ChildProcess.java(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx128m",
                        "-Dkafka.bootstrap.servers=" + kafka.bootstrapServers(),
                        channel + "group.id=" + database,
                        channel + NAMED,
                        "-Dquarkus.datasource.reactive.url=" + url,
                        "-jar",
                        FOLDER.resolve("quarkus/target/quarkus-app/quarkus-run.jar")
                                .toString()));
    }

    @Test
    @Order(3)
    void spring() {
        assumeBuilt(spring);

        appliesEachOnce(
                "spring",
                SOME,
                1,
                ChildProcess::kill,
                (database, url) -> List.of(
                        ChildProcess.java(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx128m",
                        "-jar",
                        FOLDER.resolve("spring/target/consumer.jar").toString(),
                        "--spring.kafka.bootstrap-servers=" + kafka.bootstrapServers(),
                        "--spring.kafka.consumer.group-id=" + database,
                        "--spring.kafka.consumer.properties." + NAMED,
                        "--spring.datasource.url=jdbc:" + url));
    }

    @Test
    @Order(4)
    void plainJava() {
        Path classes = FOLDER.resolve("classes");
        run(
                "javac",
                ChildProcess.java() + "c",
                "-d",
                classes.toString(),
                "-cp",
                System.getProperty("java.class.path"),
                FOLDER.resolve("java/DeduplicatingConsumer.java").toString());

        send(MANY - SOME);
        appliesEachOnce(
                "java",
                MANY,
                5,
                ChildProcess::kill,
                (database, url) -> List.of(
                        ChildProcess.java(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx128m",
                        "-cp",
                        classes + File.pathSeparator + System.getProperty("java.class.path"),
                        "DeduplicatingConsumer",
                        kafka.bootstrapServers(),
                        database,
                        "jdbc:" + url,
                        "max.poll.records=20",
                        NAMED));
    }

    /** How a consumer is started, by the name of its group and database, and the URL of the latter. */
    private interface Command {
        List<String> of(String database, String url);
    }

    private void appliesEachOnce(
            String example, int generations, int restarts, Consumer<ChildProcess> end, Command command) {
        String name = example + "_" + SEED;
        Ledger applied = database(name);
        try (ChildProcess consumer = process(example, command.of(name, url(name)))) {
            consumer.start();
            for (int some : moments(generations, restarts)) {
                awaitApplied(applied, some, consumer);
                end.accept(consumer);
                System.out.printf("%s: ended at %d of %d%n", example, applied(applied), generations);
                consumer.start();
            }
            awaitApplied(applied, generations, consumer);
        }
        assertEquals(generations, applied.number("select count(distinct generation) from applied"));
        assertEquals(generations, applied(applied));
    }

    private List<Integer> moments(int generations, int restarts) {
        return chance.ints(restarts, 1, generations * 9 / 10).sorted().boxed().toList();
    }

    private static void awaitApplied(Ledger applied, int some, ChildProcess consumer) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .failFast("ended by itself", () -> !consumer.running())
                .until(() -> applied(applied) >= some);
    }

    private static long applied(Ledger applied) {
        return applied.number("select count(*) from applied");
    }

    /** Consumers die here, the database does not. */
    private static Ledger database(String name) {
        POSTGRES.createDatabase(name);
        POSTGRES.execute("postgres", "alter database \"" + name + "\" set synchronous_commit = off");
        Ledger database = Ledger.of(POSTGRES, name);
        try {
            database.execute(Files.readString(FOLDER.resolve("tables.sql")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return database;
    }

    private static String url(String database) {
        return "postgresql://" + LocalPostgres.HOST + ":" + POSTGRES.port() + "/" + database + "?user="
                + LocalPostgres.USER + "&password=" + LocalPostgres.PASSWORD;
    }

    private static void assumeBuilt(ChildProcess build) {
        assertBuilt(build, said -> NOT_REACHED.matcher(said).find());
    }

    private static void assertBuilt(ChildProcess build, Predicate<String> lacksWhatItNeeds) {
        assumeTrue(build != null, "what builds it is not here");
        assertTrue(build.endedWithin(PATIENCE));
        String said = build.printed();
        assumeFalse(build.exitCode() != 0 && lacksWhatItNeeds.test(said), "what it needs is not here");
        assertEquals(0, build.exitCode(), said);
    }

    /** Begins while others run; null where the command is not here. */
    private static ChildProcess built(String example, String... command) {
        ChildProcess build = process(example + "-build", List.of(command)).in(FOLDER.resolve(example));
        try {
            build.start();
            return build.untilTheEnd();
        } catch (UncheckedIOException notHere) {
            return null;
        }
    }

    private static void run(String name, String... command) {
        ChildProcess process = process(name, List.of(command));
        process.start();
        assertTrue(process.endedWithin(PATIENCE));
        assertEquals(0, process.exitCode(), process.printed());
    }

    private static ChildProcess process(String name, List<String> command) {
        return new ChildProcess(command, Map.of(), FOLDER.resolve(name + ".log"));
    }

    /** What is made of the examples is not left among the documents. */
    private static void copied(Path examples) throws IOException {
        try (Stream<Path> all = Files.walk(examples)) {
            for (Path from : all.toList()) {
                Path to = FOLDER.resolve(examples.relativize(from).toString());
                if (Files.isDirectory(from)) {
                    Files.createDirectories(to);
                } else {
                    Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }

    /** Events of so many more generations, each twice, with those of late storing and of another caller, in any order. */
    private static void send(int generations) {
        List<ProducerRecord<String, String>> events = new ArrayList<>();
        IntStream.range(0, generations)
                .mapToObj(n -> UUID.randomUUID().toString())
                .forEach(id -> events.addAll(List.of(
                        event("ads", id, "completed", SUCCEEDED),
                        event("ads", id, "completed", SUCCEEDED),
                        event("ads", id, "stored", STORED),
                        event("shop", UUID.randomUUID().toString(), "completed", SUCCEEDED))));
        Collections.shuffle(events, new Random(SEED));
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            events.forEach(producer::send);
        }
    }

    private static ProducerRecord<String, String> event(String caller, String id, String of, String type) {
        ProducerRecord<String, String> event = new ProducerRecord<>(TOPIC, id, "{\"id\":\"" + id + "\"}");
        event.headers().add("ce_id", (id + "." + of).getBytes(UTF_8));
        event.headers().add("ce_type", type.getBytes(UTF_8));
        event.headers().add("ce_caller", caller.getBytes(UTF_8));
        return event;
    }
}
