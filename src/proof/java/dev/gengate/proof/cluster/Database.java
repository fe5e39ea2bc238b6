package dev.gengate.proof.cluster;

import dev.gengate.proof.ledger.Ledger;
import dev.gengate.proof.servers.LocalPostgres;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;

/** The ledger's server. Its process dies in a run, the machine does not: so it need not wait for the disk. */
public final class Database implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String TABLES = "select tablename from pg_tables where schemaname = 'public'";
    /** A disk that is full answers so; a small one of its own for a table space would need root's rights. */
    private static final String NO_ROOM =
            "raise exception 'could not extend file: No space left on device' using errcode = 'disk_full';";

    private static final String WRITE = "create or replace function write_fails() returns trigger language plpgsql"
            + " as $$ begin %s return null; end $$";
    private static final String BEFORE_EACH_WRITE = "create trigger write_fails before insert or update on \"%s\""
            + " for each statement execute function write_fails()";
    private static final String END_SESSIONS = "select pg_terminate_backend(pid) from pg_stat_activity"
            + " where usename = '" + LocalPostgres.USER + "' and datname = '" + ReplicaEnvironment.DATABASE + "'";

    private final LocalPostgres server;

    private Database(LocalPostgres server) {
        this.server = server;
    }

    static Database start() {
        Database database = new Database(LocalPostgres.start(0, Map.of("fsync", "off")));
        database.server.createDatabase(ReplicaEnvironment.DATABASE);
        return database;
    }

    public LocalPostgres server() {
        return server;
    }

    /** What is in it, as the gateway may see and change it. */
    public Ledger ledger() {
        return Ledger.of(server, ReplicaEnvironment.DATABASE);
    }

    /** Makes it ready to be full: from then on a function is asked before every insert and update of the ledger. */
    public void prepareToBeFull() {
        full(false);
        ledger().values(TABLES).forEach(table -> execute(BEFORE_EACH_WRITE.formatted(table)));
    }

    /** No room is left for inserts and updates; reading and deleting go on. Or there is again. */
    public void full(boolean now) {
        untilDone(() -> execute(WRITE.formatted(now ? NO_ROOM : "")));
    }

    /** Takes no writes, as a standby does not. Or takes them again. */
    public void readOnly(boolean now) {
        untilDone(() -> {
            execute("alter system set default_transaction_read_only = " + (now ? "on" : "off"));
            execute("select pg_reload_conf()");
        });
    }

    /** Ends every session of the gateway. */
    public void killSessions() {
        execute(END_SESSIONS);
    }

    private void execute(String sql) {
        server.execute(ReplicaEnvironment.DATABASE, sql);
    }

    public void stop() {
        server.stop();
    }

    public void kill() {
        server.kill();
    }

    /** Started again; the processes of the one that was killed may hold its memory for a moment. */
    public void restart() {
        untilDone(server::start);
    }

    private static void untilDone(Runnable work) {
        Awaitility.await().atMost(PATIENCE).ignoreExceptions().until(() -> {
            work.run();
            return true;
        });
    }

    @Override
    public void close() {
        server.close();
    }
}
