package dev.gengate.generation.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gengate.support.LocalPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whose an entry is to publish, second by second. Entries end in the order of their ids. */
class OutboxTest {
    private static final String ENTRY =
            """
            insert into outbox (completed_at, due_at, generations)
            select time, time, array(select gen_random_uuid() from generate_series(1, %d))
            from (select %s as time) now""";

    private Connection replica;

    @BeforeEach
    void emptyOutbox() throws SQLException, IOException {
        String database = "outbox_" + System.nanoTime();
        LocalPostgres.shared().createDatabase(database);
        replica = DriverManager.getConnection(
                LocalPostgres.shared().jdbcUrl(database), LocalPostgres.USER, LocalPostgres.PASSWORD);
        execute(Files.readString(Path.of("src/main/resources/db/migration/V1__ledger.sql")));
        execute("prepare claim (timestamptz, timestamptz, int) as " + OutboxStore.CLAIM);
        execute("prepare release (bigint[], timestamptz, timestamptz) as " + OutboxStore.RELEASE);
        execute("prepare left_over (bigint, uuid[], timestamptz, timestamptz) as " + OutboxStore.LEFT);
    }

    @AfterEach
    void disconnect() throws SQLException {
        replica.close();
    }

    @Test
    void whatIsClaimedIsNobodyElsesUntilItsLeaseRunsOut() throws SQLException {
        ends(1, 1, 1);

        assertEquals(List.of(1L, 2L), claimed(10, 30, 2));
        assertEquals(List.of(3L), claimed(11, 31, 2));
        assertEquals(List.of(1L, 2L), claimed(30, 50, 2));
    }

    @Test
    void aWholeBatchThatWasTriedInVainIsTheFirstAgain() throws SQLException {
        ends(1, 1, 1);
        claimed(10, 30, 2);

        execute("execute release ('{1,2}', %s, %s)".formatted(at(30), at(19)));

        assertEquals(List.of(1L, 2L, 3L), claimed(19, 39, 3));
    }

    @Test
    void whatAnotherHasClaimedMeanwhileIsNotReleased() throws SQLException {
        ends(1);
        claimed(10, 30, 1);
        claimed(30, 50, 1);

        execute("execute release ('{1}', %s, %s)".formatted(at(30), at(31)));
        execute("execute left_over (1, array[gen_random_uuid()], %s, %s)".formatted(at(30), at(31)));

        assertEquals(List.of(), claimed(49, 69, 1));
    }

    @Test
    void ofAnEntryThatWentOutInPartTheRestIsTheFirstAgain() throws SQLException {
        ends(3, 1);
        claimed(10, 30, 1);

        execute("execute left_over (1, array[gen_random_uuid()], %s, %s)".formatted(at(30), at(19)));

        assertEquals(List.of(1L, 2L), claimed(19, 39, 2), "one and one; there were three");
    }

    /** One commit a second, of so many generations. */
    private void ends(int... generations) throws SQLException {
        for (int second = 0; second < generations.length; second++) {
            execute(ENTRY.formatted(generations[second], at(second)));
        }
    }

    private List<Long> claimed(int now, int lease, int events) throws SQLException {
        List<Long> ids = new ArrayList<>();
        try (Statement statement = replica.createStatement();
                ResultSet rows =
                        statement.executeQuery("execute claim (%s, %s, %d)".formatted(at(now), at(lease), events))) {
            while (rows.next()) {
                ids.add(rows.getLong(1));
            }
        }
        return ids.stream().sorted().toList();
    }

    private static String at(int second) {
        return "timestamptz '2026-01-01 00:00:00Z' + interval '%d seconds'".formatted(second);
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = replica.createStatement()) {
            statement.execute(sql);
        }
    }
}
