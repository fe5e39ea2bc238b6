package dev.gengate.proof.monitoring;

import dev.gengate.proof.cluster.GatewayClient;
import dev.gengate.proof.cluster.ReplicaEnvironment;
import dev.gengate.proof.servers.Backends;
import dev.gengate.proof.topics.SickTopic;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** The topic of a caller of its own; the watched replicas' broker makes none by itself. */
final class WatchedTopic {
    private static final String OWN = "watched.generations";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final String bootstrapServers;
    private final SickTopic topic;
    private final GatewayClient caller;
    private final AtomicInteger sent = new AtomicInteger();

    WatchedTopic(String bootstrapServers, URI gateway) {
        this.bootstrapServers = bootstrapServers;
        this.topic = new SickTopic(bootstrapServers, OWN);
        this.caller = new GatewayClient(gateway, PATIENCE, List.of(ReplicaEnvironment.BAD_CALLER_KEY));
    }

    /** What the replicas are told, once all topics of events are there. */
    Map<String, String> make() {
        Stream.of(OWN, Backends.TOPIC, "generation.stored")
                .forEach(name -> new SickTopic(bootstrapServers, name).create());
        return Map.of("GATEWAY_CALLERS__BAD__TOPIC", OWN);
    }

    void deny() {
        topic.deny();
    }

    void allow() {
        topic.allow();
    }

    /** One generation, whose event goes there. */
    void send() {
        submit("{\"input\":{\"prompt\":\"a lighthouse\"}}");
    }

    /** One of another model than all others', which the provider answers with an error. */
    void sendToABadModel() {
        submit("{\"model\":\"google/imagen4\",\"input\":{\"prompt\":\"[sim:code=500] a lighthouse\"}}");
    }

    private void submit(String body) {
        caller.submit("watched-" + sent.incrementAndGet(), body, "");
    }
}
