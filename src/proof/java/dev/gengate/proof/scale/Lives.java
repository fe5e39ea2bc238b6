package dev.gengate.proof.scale;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.gengate.proof.ledger.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Whole lives of generations, one commit a statement; that the last one's event is out goes with the next outcome. */
final class Lives implements ScaleRun.Work, AutoCloseable {
    private static final String ACCEPT =
            """
            execute accept (array['%s']::uuid[], array['caller-1'], array[gen_random_uuid()::text], array['00'],
            array['google/imagen4-fast'], array['{"prompt":"%s"}'], array[null], array['{}'], array[1], array[null],
            array[now()], array[null]::int[], 1000, 1, 0, 60000000, 86400000000, 10000, 10000, false,
            now() + interval '1 minute', array['4'], array['sha'], array['4'])""";
    private static final String SUBMITTED =
            """
            execute submitted (array['%s']::uuid[], array[1], array['task-%s'], array[now()], array[60000000], array[86400000000])""";
    private static final String COMPLETE =
            """
            execute complete (array['%1$s']::uuid[], array['succeeded'], array['task-%1$s'],
            array['[{"url":"https://tempfile.example/f/%1$s.png"}]'], array[null]::text[], array[null]::text[], array['4'],
            array['callback'], array[null]::int[], now(), now() + interval '20 seconds', array[%2$s]::bigint[],
            array[null]::text[], gen_random_uuid(), array[null]::text[])""";
    private static final String PROMPT = "a lighthouse at dawn ".repeat(14);

    private final List<Connection> connections = new ArrayList<>();
    private final int each;

    Lives(GrowingLedger ledger, int connections, int lives) throws SQLException {
        this.each = lives / connections;
        for (int i = 0; i < connections; i++) {
            this.connections.add(ledger.replica());
        }
    }

    @Override
    public void run() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(connections.size());
        try {
            List<Future<?>> running = new ArrayList<>();
            for (Connection connection : connections) {
                running.add(pool.submit(() -> live(connection)));
            }
            for (Future<?> each : running) {
                each.get();
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private Void live(Connection connection) throws SQLException {
        String delivered = "";
        for (int i = 0; i < each; i++) {
            String id = UuidCreator.getTimeOrderedEpoch().toString();
            Sql.execute(connection, ACCEPT.formatted(id, PROMPT));
            Sql.execute(connection, SUBMITTED.formatted(id, id));
            delivered = complete(connection, id, delivered);
        }
        return null;
    }

    /** The entry of the outbox that it made. */
    private static String complete(Connection connection, String id, String delivered) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(COMPLETE.formatted(id, delivered))) {
            if (!rows.next()) {
                throw new IllegalStateException("not completed: " + id);
            }
            return rows.getString(rows.getMetaData().getColumnCount());
        }
    }

    @Override
    public void close() throws SQLException {
        for (Connection connection : connections) {
            connection.close();
        }
    }
}
