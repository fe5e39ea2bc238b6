package dev.gengate.generation.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Tests of statements, each on an empty ledger of its own. */
public abstract class LedgerTest {
    protected TestLedger ledger;
    protected Connection replica;

    private final int slots;
    private final List<Connection> replicas = new ArrayList<>();

    /** @param slots of the provider's limit */
    protected LedgerTest(int slots) {
        this.slots = slots;
    }

    @BeforeEach
    void emptyLedger() throws SQLException {
        ledger = new TestLedger(slots);
        replica = anotherReplica();
    }

    protected Connection anotherReplica() throws SQLException {
        Connection connection = ledger.replica();
        replicas.add(connection);
        return connection;
    }

    @AfterEach
    void disconnect() throws SQLException {
        for (Connection connection : replicas) {
            connection.close();
        }
    }
}
