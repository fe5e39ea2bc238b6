package dev.gengate.outbox.topic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.access.CallersConfig;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What becomes of the last events of a caller that is removed. */
class EventDestinationsTest {
    private static final SmallRyeConfig CONFIG = new SmallRyeConfigBuilder()
            .withMapping(EventsConfig.class)
            .withMapping(CallersConfig.class)
            .withSources(new PropertiesConfigSource(
                    Map.of(
                            "gateway.events.topic", "generation.completed",
                            "gateway.callers.\"ads\".weight", "2",
                            "gateway.callers.\"shop\".topic", "shop.generations"),
                    "test",
                    100))
            .build();

    @Test
    void entryWithoutAKeyKeepsWhereTheyGo() {
        EventDestinations destinations = destinations(false);

        assertEquals("shop.generations", destinations.topicOf("shop"));
        assertEquals("shop.generations", destinations.storedTopicOf("shop"));
        assertTrue(destinations.withInput("shop"));
    }

    @Test
    void withoutTheEntryTheyGoToTheCommonTopicAndHoldNoInput() {
        EventDestinations destinations = destinations(false);

        assertEquals("generation.completed", destinations.topicOf("removed"));
        assertFalse(destinations.withInput("removed"));
        assertTrue(destinations.withInput("ads"));
    }

    @Test
    void subjectOfATokenNeedsNoEntry() {
        assertTrue(destinations(true).withInput("subject"));
    }

    private static EventDestinations destinations(boolean tokens) {
        return new EventDestinations(
                CONFIG.getConfigMapping(EventsConfig.class), CONFIG.getConfigMapping(CallersConfig.class), tokens);
    }
}
