package dev.gengate.proof.servers;

import io.smallrye.reactive.messaging.kafka.companion.test.EmbeddedKafkaBroker;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.utils.Exit;

/**
 * A real Kafka broker (KRaft, one node) on loopback inside this JVM. It can be stopped and started again on the same
 * port with the same data; {@link #main} runs it as a process of its own, which can be frozen.
 */
public final class LocalKafka implements AutoCloseable {
    /** The settings of a broker that goes by the ACLs it is given, and makes no topic on its own. */
    public static final Map<String, String> GUARDED = Map.of(
            "auto.create.topics.enable", "false",
            "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
            "allow.everyone.if.no.acl.found", "true");

    private static final String HOST = "localhost";
    private static LocalKafka shared;

    private final Path data = Directories.temporary("gengate-kafka");
    private final String clusterId = Uuid.randomUuid().toString();
    private final int port;
    private final int controllerPort = Ports.free();
    private final Map<String, String> listeners;
    private final Map<String, String> settings;
    private String advertised = HOST;
    private EmbeddedKafkaBroker broker;

    static {
        // a fault of the embedded broker must fail the test, not end its JVM as if all had been run
        Exit.setExitProcedure(LocalKafka::refuseExit);
        Exit.setHaltProcedure(LocalKafka::refuseExit);
    }

    private static void refuseExit(int status, String message) {
        throw new IllegalStateException("the embedded broker wants to end the JVM: " + status + " " + message);
    }

    /** A broker that is not started yet; port 0 for a free one. */
    public LocalKafka(int port) {
        this(port, Map.of(), Map.of());
    }

    /**
     * A broker that listens elsewhere too.
     *
     * @param listeners by name, as {@code SASL_SSL://localhost:9094}
     * @param settings of the broker, those of its listeners among them
     */
    public LocalKafka(int port, Map<String, String> listeners, Map<String, String> settings) {
        Quiet.logging();
        this.listeners = listeners;
        this.settings = settings;
        this.port = port == 0 ? Ports.free() : port;
    }

    /** The name by which it is reached where it listens on all addresses; {@code localhost} unless this is called. */
    public LocalKafka advertisedAs(String name) {
        advertised = name;
        return this;
    }

    /** The one broker of this JVM, started at the first call and stopped when the JVM ends. */
    public static synchronized LocalKafka shared() {
        if (shared == null) {
            shared = new LocalKafka(0);
            Closing.atExit(shared);
            shared.start();
        }
        return shared;
    }

    /** A broker of the caller's own, who closes it; port 0 for a free one. */
    public static LocalKafka start(int port) {
        LocalKafka kafka = new LocalKafka(port);
        kafka.start();
        return kafka;
    }

    /** The same, listening elsewhere too; parameters as in the constructor. */
    public static LocalKafka start(Map<String, String> listeners, Map<String, String> settings) {
        LocalKafka kafka = new LocalKafka(0, listeners, settings);
        kafka.start();
        return kafka;
    }

    /** Starts it, for the first time or after {@link #stop()}; one that runs goes on. */
    public synchronized void start() {
        if (broker != null) {
            return;
        }
        broker = new EmbeddedKafkaBroker()
                .withKafkaHost(HOST)
                .withKafkaPort(port)
                .withControllerPort(controllerPort)
                .withClusterId(clusterId)
                .withDeleteLogDirsOnClose(false)
                .withAdditionalProperties(this::configure)
                .start();
    }

    /** Makes the topic, with as many partitions as is usual, unless it is there: a consumer may come before the first event. */
    public void createTopic(String name) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(name, Optional.empty(), Optional.empty())))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new IllegalStateException(e.getCause());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void configure(Properties properties) {
        properties.put("log.dir", data.toString());
        properties.put("auto.create.topics.enable", "true");
        properties.putAll(settings);
        if (!listeners.isEmpty()) {
            String own = properties.getProperty("inter.broker.listener.name");
            properties.putIfAbsent("advertised.listeners", own + "://" + bootstrapServers());
        }
        listeners.forEach((name, protocolAndAddress) -> {
            String[] parts = protocolAndAddress.split("://");
            append(properties, "listener.security.protocol.map", name + ":" + parts[0]);
            append(properties, "listeners", name + "://" + parts[1]);
            append(properties, "advertised.listeners", name + "://" + parts[1].replace("0.0.0.0", advertised));
        });
    }

    private static void append(Properties properties, String name, String value) {
        properties.merge(name, value, (before, added) -> before + "," + added);
    }

    /** Stops it and keeps its data. */
    public synchronized void stop() {
        if (broker != null) {
            broker.close();
            broker = null;
        }
    }

    /** For {@code kafka.bootstrap.servers}. */
    public String bootstrapServers() {
        return HOST + ":" + port;
    }

    public int port() {
        return port;
    }

    @Override
    public void close() {
        stop();
        Directories.delete(data);
    }

    /** Runs a broker as its own process: {@code --port 9092}. */
    public static void main(String[] arguments) {
        LocalKafka kafka = new LocalKafka(Arguments.of(arguments).number("port", 9092));
        Closing.atExit(kafka);
        kafka.start();
        System.out.println("kafka ready " + kafka.bootstrapServers());
        Blocking.untilStopped();
    }
}
