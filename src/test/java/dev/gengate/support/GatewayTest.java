package dev.gengate.support;

import static dev.gengate.proof.gateway.GatewayCalls.prompt;
import static dev.gengate.proof.gateway.GatewayCalls.submit;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gengate.proof.contract.ContractFilter;
import dev.gengate.proof.gateway.CompletedEvents;
import dev.gengate.proof.gateway.SuiteOutput;
import dev.gengate.proof.ledger.Sql;
import dev.gengate.proof.servers.Backends;
import dev.gengate.proof.servers.LocalPostgres;
import dev.gengate.proof.simulator.client.KieSimulatorClient;
import dev.gengate.proof.simulator.client.ProviderRequest;
import io.quarkus.test.common.QuarkusTestResource;
import io.restassured.RestAssured;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A test of the running gateway over real PostgreSQL, Kafka and the simulator. */
@QuarkusTestResource(Backends.class)
public abstract class GatewayTest {
    protected static CompletedEvents events;
    /** Kept for {@link #ledger} and {@link #numberInLedger}: to open one takes longer than many a test. */
    private static Connection kept;

    protected final KieSimulatorClient provider = Backends.provider();

    @BeforeAll
    static void connect() throws SQLException, ClassNotFoundException {
        // it registers itself; each gateway of a suite has a class loader, and DriverManager looks for drivers only
        // once
        Class.forName("org.postgresql.Driver");
        events = CompletedEvents.open();
        kept = connection();
        nothingIsOpen();
        RestAssured.replaceFiltersWith(new SuiteOutput(), new ContractFilter());
    }

    @AfterAll
    static void disconnect() throws SQLException {
        events.close();
        kept.close();
    }

    @BeforeEach
    void providerBehavesAndNothingPauses() {
        provider.reset();
        ledger("update pace set strikes = 0, no_credits_since = null, stopped_from = null, stopped_below = null");
        releaseTheQueue();
    }

    /** Whatever a test was about, nothing was sent that the provider's contract does not allow. */
    @AfterEach
    void everyRequestToTheProviderIsOfItsContract() {
        for (ProviderRequest request : provider.requests()) {
            assertEquals(Set.of(), CreateTaskSchema.faults(request.body()), request::generationId);
        }
    }

    /** Submits a prompt as {@code ads} whose task is made, its id lost and its end told to nobody; the generation's id. */
    protected String unconfirmed(String prompt) {
        return unconfirmedOf(prompt(prompt));
    }

    /** As {@link #unconfirmed}, of a whole body. */
    protected String unconfirmedOf(String body) {
        provider.nextRequest("lose-answer=no-id", "no-callback");
        return submit(body)
                .statusCode(202)
                .body("state", equalTo("unconfirmed"))
                .extract()
                .path("id");
    }

    /** Nothing is sent to the provider until {@link #releaseTheQueue()}, for a minute at most. */
    protected static void holdTheQueue() {
        ledger("update pace set paused_until = now() + interval '1 minute'");
    }

    protected static void releaseTheQueue() {
        ledger("update pace set paused_until = '-infinity'");
    }

    /** Ends all that tests before have left open, some of it for ever. */
    protected static void nothingIsOpen() {
        ledger("update generation set state = 'failed', completed_at = now() where completed_at is null");
    }

    /** Changes the gateway's ledger behind its back. */
    protected static void ledger(String sql) {
        try {
            Sql.execute(kept, sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A connection to the gateway's ledger. */
    protected static Connection connection() throws SQLException {
        return DriverManager.getConnection(Backends.jdbcUrl(), LocalPostgres.USER, LocalPostgres.PASSWORD);
    }

    /** One number out of the gateway's ledger. */
    protected static long numberInLedger(String sql) {
        try {
            return Sql.number(kept, sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
