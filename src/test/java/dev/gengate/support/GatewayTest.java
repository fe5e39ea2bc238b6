package dev.gengate.support;

import io.quarkus.test.common.QuarkusTestResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A test of the running gateway over real PostgreSQL, Kafka and the simulator. */
@QuarkusTestResource(Backends.class)
public abstract class GatewayTest {
    protected static CompletedEvents events;
    protected final KieSimulatorClient provider = Backends.provider();

    @BeforeAll
    static void readEvents() {
        events = CompletedEvents.open();
    }

    @AfterAll
    static void stopReading() {
        events.close();
    }

    @BeforeEach
    void providerBehaves() {
        provider.reset();
    }
}
