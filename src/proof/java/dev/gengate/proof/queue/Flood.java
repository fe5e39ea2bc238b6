package dev.gengate.proof.queue;

import dev.gengate.proof.ledger.Ledger;
import dev.gengate.proof.servers.LocalPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/** One caller has 10,000 waiting; when does another's next request start? */
final class Flood {
    private static final int WAITING = 10_000;
    private static final int REQUESTS = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Written down by the database as the dispatchers claim; a claim's rows have the claim's own start as their time. */
    private static final String KEEP_CLAIMS =
            """
            create table claimed (caller text, id uuid, claim_began timestamptz);
            create function keep_claim() returns trigger language plpgsql security definer as $$
            begin
                insert into claimed values (new.caller, new.id, statement_timestamp());
                return null;
            end $$;
            create trigger keeps_claims after update of state on generation
                for each row when (old.state = 'queued' and new.state = 'submitting') execute function keep_claim()""";

    private final LocalPostgres postgres;
    private final Replicas replicas;
    private final Table table;

    Flood(LocalPostgres postgres, Replicas replicas, Table table) {
        this.postgres = postgres;
        this.replicas = replicas;
        this.table = table;
    }

    void run() throws SQLException {
        Ledger ledger = Ledger.of(postgres, Replicas.DATABASE).asSuperuser();
        ledger.execute(KEEP_CLAIMS);
        try (Connection connection = ledger.connect()) {
            Queued.insert(connection, "a", WAITING);
        }
        table.title("Flood: caller a has " + WAITING + " waiting (put into the ledger), caller b submits one");
        for (int request = 1; request <= REQUESTS; request++) {
            one(ledger, request);
        }
    }

    private void one(Ledger ledger, int request) {
        Callers.Taken taken = new Callers(replicas, 1).send("b").join();
        String claimOfB = "(select claim_began from claimed where id = '" + taken.id() + "')";
        Waiting.until("b was claimed", PATIENCE, () -> ledger.number("select count(*) from " + claimOfB + " c") == 1);
        String ahead = "select count(*) from claimed where caller = 'a' and claim_began > '" + taken.knownAt()
                + "' and claim_began < " + claimOfB;
        long claimedBefore = ledger.number(ahead);
        long waited = ledger.number("select extract(epoch from " + claimOfB + " - '" + taken.knownAt() + "') * 1000");
        String name = "request " + request + ", which waited " + waited + " ms: rows of a that went ahead";
        table.goal(name, claimedBefore, "one turn: at most 1", claimedBefore <= 1);
    }
}
