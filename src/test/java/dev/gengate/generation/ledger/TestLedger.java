package dev.gengate.generation.ledger;

import dev.gengate.proof.ledger.Ledger;
import dev.gengate.proof.ledger.Sql;
import dev.gengate.proof.servers.LocalPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** An empty ledger of its own. Each connection is a replica: the gateway's statements are prepared on it. */
public final class TestLedger {
    private final int slots;
    private final Ledger ledger;

    /** @param slots of the provider's limit; one that is used stays taken for an hour */
    public TestLedger(int slots) throws SQLException {
        this.slots = slots;
        this.ledger = Ledger.create(LocalPostgres.shared(), "ledger_" + System.nanoTime(), slots);
    }

    /** One more replica. */
    public Connection replica() throws SQLException {
        return ledger.replica();
    }

    Connection connect() throws SQLException {
        return ledger.connect();
    }

    /** A submission of normal priority; the state in which it starts. */
    public String accept(Connection replica, String caller, int mostRunning) throws SQLException {
        UUID id = UUID.randomUUID();
        Sql.execute(replica, submission(id, caller, 1, mostRunning, "1 minute"));
        return state(replica, id);
    }

    public static String state(Connection replica, UUID id) throws SQLException {
        return Sql.value(replica, "select state from generation where id = '" + id + "'");
    }

    /** The same as a statement, which nobody waits for after that time from now. */
    public String submission(UUID id, String caller, int priority, int mostRunning, String patience) {
        return submission(id, caller, priority, mostRunning, patience, null, false);
    }

    /** The same for that many credits, null if nobody knows; queued without them or refused. */
    String submission(
            UUID id, String caller, int priority, int mostRunning, String patience, Integer credits, boolean queued) {
        return """
                execute accept (array['%s']::uuid[], array['%s'], array[null], array[''], array['m'], array['{}'],
                array[null], array['{}'], array[%d], array[null], array[now()], array[null]::int[], %d, 3600000000, %d,
                60000000, 86400000000, 1000, 1000, %s, now() + interval '%s', array[%s]::text[],
                array[null], array[null])"""
                .formatted(id, caller, priority, slots, mostRunning, queued, patience, credits);
    }

    /** The ids that a dispatcher sends next, in their order; they are submitting now. */
    public List<String> claim(Connection replica, int most, int mostRunning) throws SQLException {
        return Sql.values(replica, claim(most, mostRunning, "1 minute"));
    }

    /** The same as a statement, which nobody waits for after that time from now; heavy weighs 2. */
    public String claim(int most, int mostRunning, String patience) {
        return "execute claim (now() + interval '1 minute', %d, %d, 3600000000, %d, array['heavy'], array[2]::float8[],"
                        .formatted(most, slots, mostRunning)
                + " now() + interval '" + patience + "')";
    }
}
