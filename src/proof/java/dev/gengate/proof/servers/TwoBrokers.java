package dev.gengate.proof.servers;

import io.smallrye.reactive.messaging.kafka.companion.test.EmbeddedKafkaBroker;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;

/** Two real brokers of one cluster on loopback, of which the second can go away and come back with its data. */
public final class TwoBrokers implements AutoCloseable {
    private static final String HOST = "localhost";
    private static final int FIRST = 1;
    private static final int SECOND = 2;

    private final String cluster = Uuid.randomUuid().toString();
    private final int controllerPort = Ports.free();
    private final int firstPort = Ports.free();
    private final int secondPort = Ports.free();
    private final Path firstData = Directories.temporary("gengate-kafka-1");
    private final Path secondData = Directories.temporary("gengate-kafka-2");
    private final EmbeddedKafkaBroker first;
    private EmbeddedKafkaBroker second;

    private TwoBrokers() {
        Quiet.logging();
        first = broker(FIRST, firstPort)
                .withControllerPort(controllerPort)
                .withAdditionalProperties(properties -> common(properties, firstData))
                .start();
    }

    public static TwoBrokers start() {
        TwoBrokers brokers = new TwoBrokers();
        brokers.startSecond();
        return brokers;
    }

    private EmbeddedKafkaBroker broker(int node, int port) {
        return new EmbeddedKafkaBroker()
                .withNodeId(node)
                .withKafkaHost(HOST)
                .withKafkaPort(port)
                .withClusterId(cluster)
                .withDeleteLogDirsOnClose(false);
    }

    private static void common(Properties properties, Path data) {
        properties.put("log.dir", data.toString());
        properties.put("auto.create.topics.enable", "false");
    }

    /** The first one alone is the controller. */
    public void startSecond() {
        second = broker(SECOND, secondPort)
                .withControllerPort(controllerPort)
                .withAdditionalProperties(properties -> {
                    common(properties, secondData);
                    properties.put("process.roles", "broker");
                    properties.put("controller.quorum.voters", FIRST + "@" + HOST + ":" + controllerPort);
                    properties.put(
                            "listeners",
                            properties.getProperty("inter.broker.listener.name") + "://" + HOST + ":" + secondPort);
                })
                .start();
    }

    /** In good order: the controller knows at once. */
    public void stopSecond() {
        second.close();
    }

    /** A topic with a replica of each partition on each of the brokers named for it, the first of them its leader. */
    public void createTopic(String name, Map<Integer, List<Integer>> partitions, Map<String, String> settings) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(name, partitions).configs(settings)))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            throw Blocking.interrupted(e);
        }
    }

    /** Both; the first is there all the time. */
    public String bootstrapServers() {
        return HOST + ":" + firstPort + "," + HOST + ":" + secondPort;
    }

    @Override
    public void close() {
        second.close();
        first.close();
        Directories.delete(firstData);
        Directories.delete(secondData);
    }
}
