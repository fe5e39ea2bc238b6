package dev.gengate.proof.simulator;

import dev.gengate.proof.simulator.client.KieSimulatorClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** A test of the simulator alone: one for the class, as new for each test. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SimulatorTest {
    KieSimulatorClient provider;
    JobsCaller caller;
    CallbackInbox inbox;
    KieSimulator simulator;

    /** Without the provider's limit, unless a test is about that. */
    SimulatorSettings settings() {
        return SimulatorSettings.forTests().with("rateLimit", 0);
    }

    @BeforeAll
    void start() {
        simulator = KieSimulator.start(0, settings());
        provider = new KieSimulatorClient(simulator.url());
        caller = new JobsCaller(simulator.url(), provider.settings().apiKey());
    }

    @AfterAll
    void stop() {
        simulator.close();
    }

    @BeforeEach
    void open() {
        inbox = new CallbackInbox();
    }

    @AfterEach
    void clean() {
        provider.reset();
        inbox.close();
    }
}
