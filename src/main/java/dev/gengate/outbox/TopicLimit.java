package dev.gengate.outbox;

import dev.gengate.outbox.topic.EventDestinations;
import dev.gengate.outbox.topic.EventProducers;
import dev.gengate.outbox.topic.EventSize;
import dev.gengate.schedule.Beat;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.jboss.logging.Logger;

/**
 * Watches the topics' limits on the size of a record, shortly after the start and every minute: larger events would be set
 * aside, and those that were follow once a limit has changed. While the broker does not answer or denies access, a limit
 * stays unknown and nothing else changes. A topic that has refused a batch is looked at immediately.
 */
@ApplicationScoped
public class TopicLimit {
    /** The topic's max.message.bytes as last read, 0 before the first reading; by topic. */
    static final String LIMIT = "gateway.topic.max.message.bytes";
    /** Its required minimum. */
    static final String NEED = "gateway.events.largest.bytes";

    private static final Logger LOG = Logger.getLogger(TopicLimit.class);
    private static final int PATIENCE_SECONDS = 10;
    private static final int UNKNOWN = 0;

    /** A producer whose batch was refused splits it without pause, and its thread dies after some thousand times. */
    private static final Duration LOOK = Duration.ofMillis(500);

    private final EventProducers producers;
    private final DeadLetters deadLetters;
    private final MeterRegistry registry;
    private final EventDestinations destinations;
    private final List<Watched> topics = new CopyOnWriteArrayList<>();

    TopicLimit(
            EventProducers producers, DeadLetters deadLetters, MeterRegistry registry, EventDestinations destinations) {
        this.producers = producers;
        this.deadLetters = deadLetters;
        this.registry = registry;
        this.destinations = destinations;
        destinations.topics().forEach(this::watch);
        Gauge.builder(NEED, () -> EventSize.LARGEST).register(registry);
    }

    private void watch(String name) {
        Watched topic = new Watched(name);
        topics.add(topic);
        Gauge.builder(LIMIT, () -> topic.limit).tag("topic", name).register(registry);
    }

    /** The topic of late results is watched too: results are kept. */
    public void watchStored() {
        if (!destinations.topics().contains(destinations.storedTopic())) {
            watch(destinations.storedTopic());
        }
    }

    /** What is known of a topic. */
    private static final class Watched {
        private final ConfigResource resource;
        private volatile int limit = UNKNOWN;
        private int lastHeard = UNKNOWN;
        private boolean said;

        Watched(String topic) {
            resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        }

        String name() {
            return resource.name();
        }
    }

    void start(@Observes StartupEvent event, Beat beat, TopicLimitConfig config) {
        beat.everyBlocking("check of the topics' limit", config.every(), this::check);
        beat.everyBlocking("look at the topics' limit", LOOK, this::look);
    }

    /** The batches are halved first, because the broker may not tell the limit; it is read beside, because that takes long. */
    private void look() {
        if (producers.narrowed()) {
            Infrastructure.getDefaultWorkerPool().execute(this::check);
        }
    }

    synchronized void check() {
        try (Admin admin = Admin.create(connection())) {
            var answers = admin.describeConfigs(
                            topics.stream().map(topic -> topic.resource).toList())
                    .values();
            topics.forEach(topic -> check(topic, answers.get(topic.resource)));
        } catch (RuntimeException e) {
            topics.forEach(topic -> unknown(topic, e));
        }
    }

    private void check(Watched topic, Future<Config> answer) {
        try {
            heard(topic, limit(answer));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            unknown(topic, e.getCause());
        } catch (TimeoutException | RuntimeException e) {
            unknown(topic, e);
        }
    }

    /** The producer's connection settings. */
    private Map<String, Object> connection() {
        Map<String, Object> connection = producers.configuration().entrySet().stream()
                .filter(setting -> AdminClientConfig.configNames().contains(setting.getKey()))
                .filter(setting -> setting.getValue() != null)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        connection.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int)
                Duration.ofSeconds(PATIENCE_SECONDS).toMillis());
        return connection;
    }

    private static int limit(Future<Config> answer) throws InterruptedException, ExecutionException, TimeoutException {
        return Integer.parseInt(answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG)
                .value());
    }

    private void heard(Watched topic, int bytes) {
        if (topic.lastHeard != UNKNOWN && topic.lastHeard != bytes) {
            deadLetters.tryAllSoon();
        }
        if (topic.lastHeard != bytes) {
            changed(topic.name(), bytes);
        }
        topic.lastHeard = bytes;
        topic.limit = bytes;
        topic.said = false;
    }

    private void changed(String topic, int bytes) {
        producers.fit(topic, bytes);
        if (bytes < EventSize.LARGEST) {
            LOG.warnf(
                    "the topic %s takes records of up to %d bytes (max.message.bytes), an event may have %d: larger ones"
                            + " are set aside",
                    topic, bytes, EventSize.LARGEST);
        }
    }

    /** The previous limit may be out of date. Logged once; other messages report a broker that is down. */
    private void unknown(Watched topic, Throwable why) {
        topic.limit = UNKNOWN;
        if (!topic.said) {
            LOG.infof(
                    "max.message.bytes of the topic %s is unknown: %s",
                    topic.name(), why.getClass().getSimpleName());
            topic.said = true;
        }
    }
}
