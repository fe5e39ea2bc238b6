package dev.gengate.outbox;

import dev.gengate.database.Beat;
import dev.gengate.outbox.topic.EventSize;
import dev.gengate.outbox.topic.EventTopic;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Watches the topic's record size limit, shortly after the start and every hour: larger events would be set aside. If
 * the broker does not answer or denies access, the limit stays unknown and nothing else changes.
 */
@ApplicationScoped
class TopicLimit {
    /** The topic's max.message.bytes as last read, 0 before the first reading. */
    static final String LIMIT = "gateway.topic.max.message.bytes";
    /** Its required minimum. */
    static final String NEED = "gateway.events.largest.bytes";

    private static final Logger LOG = Logger.getLogger(TopicLimit.class);
    private static final int PATIENCE_SECONDS = 10;
    private static final int UNKNOWN = 0;

    /** The producer's batch.size: a topic with a lower limit refuses batches of small events. */
    private static final int BATCH = 16 * 1024;

    private final EventTopic events;
    private final DeadLetters deadLetters;
    private final ConfigResource topic;
    private volatile int limit = UNKNOWN;
    private int lastHeard = UNKNOWN;
    private boolean said;

    TopicLimit(
            EventTopic events,
            DeadLetters deadLetters,
            MeterRegistry registry,
            @ConfigProperty(name = "gateway.events.topic") String topic) {
        this.events = events;
        this.deadLetters = deadLetters;
        this.topic = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        Gauge.builder(LIMIT, () -> limit).register(registry);
        Gauge.builder(NEED, () -> EventSize.LARGEST).register(registry);
    }

    /** Runs on a worker thread, which may block. */
    void start(@Observes StartupEvent event, Beat beat, TopicLimitConfig config) {
        beat.every(config.every(), () -> Uni.createFrom()
                .voidItem()
                .invoke(this::check)
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool()));
    }

    void check() {
        try (Admin admin = Admin.create(connection())) {
            heard(ask(admin));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            unknown(e.getCause());
        } catch (TimeoutException | RuntimeException e) {
            unknown(e);
        }
    }

    /** The producer's connection settings. */
    private Map<String, Object> connection() {
        Map<String, Object> connection = events.configuration().entrySet().stream()
                .filter(setting -> AdminClientConfig.configNames().contains(setting.getKey()))
                .filter(setting -> setting.getValue() != null)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        connection.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int)
                Duration.ofSeconds(PATIENCE_SECONDS).toMillis());
        return connection;
    }

    private int ask(Admin admin) throws InterruptedException, ExecutionException, TimeoutException {
        return Integer.parseInt(admin.describeConfigs(List.of(topic))
                .values()
                .get(topic)
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG)
                .value());
    }

    private void heard(int bytes) {
        if (lastHeard != UNKNOWN && lastHeard != bytes) {
            deadLetters.tryAllSoon();
        }
        lastHeard = bytes;
        limit = bytes;
        said = false;
        events.oneByOne(bytes < BATCH);
        if (bytes < EventSize.LARGEST) {
            LOG.warnf(
                    "the topic takes records of up to %d bytes (max.message.bytes), an event may have %d: larger ones"
                            + " are set aside",
                    bytes, EventSize.LARGEST);
        }
    }

    /** The previous limit may be out of date. Logged once; other messages report a broker that is down. */
    private void unknown(Throwable why) {
        limit = UNKNOWN;
        if (!said) {
            LOG.infof(
                    "the topic's max.message.bytes is unknown: %s",
                    why.getClass().getSimpleName());
            said = true;
        }
    }
}
