package dev.gengate.generation.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gengate.generation.ledger.GenerationSql;
import dev.gengate.proof.ledger.GenerationInsert;
import dev.gengate.proof.ledger.Ledger;
import dev.gengate.proof.ledger.Sql;
import dev.gengate.proof.servers.LocalPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which replica may publish an entry, second by second. Entries end in the order of their ids. */
class OutboxTest {
    private static final String ENTRY =
            """
            insert into outbox (completed_at, due_at, generations)
            select time, time, array(select gen_random_uuid() from generate_series(1, %d))
            from (select %s as time) now""";

    private static final String ONE = "00000000-0000-7000-8000-000000000001";
    private static final String TWO = "00000000-0000-7000-8000-000000000002";

    /** Lives of replicas. */
    private static final String A = "00000000-0000-4000-8000-00000000000a";

    private static final String B = "00000000-0000-4000-8000-00000000000b";
    private static final String A_PARTITION = "00000000-0000-0000-0000-000000000000";

    private Connection replica;

    @BeforeEach
    void emptyOutbox() throws SQLException, IOException {
        replica = Ledger.create(LocalPostgres.shared(), "outbox_" + System.nanoTime(), 0)
                .connect();
        execute("prepare claim (timestamptz, timestamptz, int, uuid) as " + OutboxStore.CLAIM);
        execute("prepare claim_waiting (timestamptz, timestamptz, int, uuid) as " + OutboxStore.CLAIM_WAITING);
        execute("prepare release (bigint[], uuid, timestamptz, uuid) as " + OutboxStore.RELEASE);
        execute("prepare left_over (bigint, uuid[], uuid, timestamptz, uuid) as " + OutboxStore.LEFT);
        execute("prepare renew (bigint[], uuid, timestamptz) as " + OutboxStore.RENEW);
        execute("prepare wake (timestamptz, uuid) as " + OutboxStore.WAKE);
        execute("prepare set_aside (bigint, uuid[], uuid, timestamptz, uuid[], text[], timestamptz) as "
                + OutboxStore.SET_ASIDE);
        execute("prepare due (timestamptz, timestamptz, int) as " + DeadLetterStore.CLAIM);
        execute("prepare in_vain (uuid[], text[], timestamptz) as " + DeadLetterStore.TRIED_IN_VAIN);
        execute("prepare all_due (timestamptz, timestamptz) as " + DeadLetterStore.ALL_DUE);
        execute("prepare purge (uuid, timestamptz, int) as " + GenerationSql.PURGE);
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

    /** All that is claimed together is read onto one heap. */
    @Test
    void ofLongOnesFewerAreClaimedTogether() throws SQLException {
        ends(1, 1, 1, 1);
        execute(GenerationInsert.succeeded(at(0))
                .with("id", "id")
                .with("input", "repeat('x', 5 * 1024 * 1024)")
                .rows("(select unnest(generations) as id from outbox) ended"));

        assertEquals(List.of(1L, 2L), claimed(10, 30, 500));
        assertEquals(List.of(3L, 4L), claimed(11, 31, 500));
    }

    @Test
    void aWholeBatchThatWasTriedInVainIsTheFirstAgain() throws SQLException {
        ends(1, 1, 1);
        claimed(10, 30, 2);

        execute("execute release ('{1,2}', '%s', %s, null)".formatted(A, at(19)));

        assertEquals(List.of(1L, 2L, 3L), claimed(19, 39, 3));
    }

    @Test
    void whatAnotherHasClaimedMeanwhileIsNotReleased() throws SQLException {
        ends(1);
        claimed(10, 30, 1);
        claimed(30, 50, 1, B);

        execute("execute release ('{1}', '%s', %s, null)".formatted(A, at(31)));
        execute("execute left_over (1, array[gen_random_uuid()], '%s', %s, null)".formatted(A, at(31)));

        assertEquals(List.of(), claimed(49, 69, 1));
    }

    /** The late mark of a publisher whose lease ran out says what it had left, and knows nothing of what came since. */
    @Test
    void lateMarkOfAnEntryThatIsAnothersChangesNothing() throws SQLException {
        ends(3);
        claimed(10, 30, 1);
        claimed(30, 50, 1, B);

        execute("execute left_over (1, array['%s']::uuid[], '%s', %s, null)".formatted(ONE, A, at(31)));
        setAside("{}", 31);

        assertEquals("3", value("select cardinality(generations) from outbox"));
        assertEquals("0", value("select count(*) from dead_letter"));
    }

    @Test
    void eventThatStandsAsideLeavesTheRestOfItsEntryFirstAgain() throws SQLException {
        ends(2, 1);
        claimed(10, 30, 1);

        setAside("{" + TWO + "}", 19);

        assertEquals("{" + TWO + "}", value("select generations from outbox where id = 1"));
        assertEquals(ONE, value("select generation_id from dead_letter where cause = 'too_large' and tries = 1"));
        assertEquals(List.of(1L, 2L), claimed(19, 39, 2));
    }

    @Test
    void entryOfWhichAllStandsAsideIsGone() throws SQLException {
        ends(1, 1);
        claimed(10, 30, 1);

        setAside("{}", 19);

        assertEquals("2", value("select id from outbox"));
    }

    @Test
    void whatStandsAsideIsTriedEverMoreRarelyUpToSixHours() throws SQLException {
        ends(1);
        claimed(10, 30, 1);
        setAside("{}", 19);

        assertEquals("0", value("select count(*) from dead_letter where due_at <= " + at(78)));
        for (int minutes : new int[] {2, 4, 8, 16, 32, 64, 128, 256, 360, 360}) {
            execute("execute due (%s, %s, 20)".formatted(at(100_000), at(100_020)));
            execute("execute in_vain ('{%s}', '{refused}', %s)".formatted(ONE, at(0)));
            assertEquals(
                    String.valueOf(minutes * 60),
                    value("select extract(epoch from due_at - %s)::int from dead_letter".formatted(at(0))));
        }
        assertEquals("11", value("select tries from dead_letter where cause = 'refused'"));
    }

    @Test
    void allAreDueAtOnceButThoseThatAreTriedAtTheMoment() throws SQLException {
        ends(1);
        claimed(10, 30, 1);
        setAside("{}", 19);

        execute("execute all_due (%s, %s)".formatted(at(20), at(79)));
        assertEquals("f", value("select due_at = %s from dead_letter".formatted(at(20))), "somebody's until then");
        execute("execute all_due (%s, %s)".formatted(at(20), at(40)));
        assertEquals("t", value("select due_at = %s from dead_letter".formatted(at(20))));
    }

    @Test
    void generationWhoseEventStandsAsideIsNotPurgedAndAllOthersAre() throws SQLException {
        oneAndTwoEnd();
        execute("insert into dead_letter values ('%s', 'too_large', 1, %s, %s)".formatted(ONE, at(0), at(0)));

        purge();

        assertEquals(ONE, value("select id from generation"));
    }

    /** The topic of one caller may take nothing for longer than anything is kept. */
    @Test
    void generationWhoseEventWaitsIsNotPurgedAndAllOthersAre() throws SQLException {
        oneAndTwoEnd();
        execute("insert into outbox (completed_at, due_at, generations) values (%1$s, %1$s, array['%2$s']::uuid[])"
                .formatted(at(-1), ONE));

        purge();

        assertEquals(ONE, value("select id from generation"));
    }

    private void oneAndTwoEnd() throws SQLException {
        execute(GenerationInsert.succeeded(at(0))
                .with("id", "id")
                .rows("unnest(array['%s', '%s']::uuid[]) id".formatted(ONE, TWO)));
    }

    private void purge() throws SQLException {
        execute("execute purge ('ffffffff-0000-7000-8000-000000000000', %s, 100)".formatted(at(1)));
    }

    /** A broker that stalls keeps the records, and their replica the entries, for as long as both live. */
    @Test
    void whatIsRenewedIsNobodyElses() throws SQLException {
        ends(1, 1);
        claimed(10, 30, 2);

        assertEquals(List.of(1L, 2L), renewed(28, A));

        assertEquals(List.of(), claimed(47, 67, 2, B));
        assertEquals(List.of(1L, 2L), claimed(48, 68, 2, B), "its replica is dead");
    }

    @Test
    void whatIsAnothersByNowIsNotRenewed() throws SQLException {
        ends(1, 1);
        claimed(10, 30, 2);
        claimed(30, 50, 1, B);

        assertEquals(List.of(2L), renewed(31, A));

        assertEquals("2", value("select count(*) from outbox where due_at >= " + at(50)));
    }

    @Test
    void whatWaitsForAPartitionIsLeftOutUntilThePartitionIsBack() throws SQLException {
        ends(1, 1, 1);
        claimed(10, 30, 3);
        execute("execute release ('{1,2}', '%s', %s, '%s')".formatted(A, at(300), A_PARTITION));

        assertEquals(List.of(), waiting(19, 39, B));
        execute("execute wake (%s, '%s')".formatted(at(20), A_PARTITION));

        assertEquals(List.of(), claimed(20, 40, 3, B), "others do not come behind them");
        assertEquals(List.of(1L, 2L), waiting(20, 40, B));
        execute("execute wake (%s, '%s')".formatted(at(21), A_PARTITION));
        assertEquals(List.of(), waiting(21, 41, A), "they are somebody's again");
    }

    private List<Long> waiting(int now, int lease, String holder) throws SQLException {
        return ids("execute claim_waiting (%s, %s, 3, '%s')".formatted(at(now), at(lease), holder));
    }

    private List<Long> renewed(int now, String holder) throws SQLException {
        return ids("execute renew ('{1,2}', '%s', %s)".formatted(holder, at(now + 20)));
    }

    @Test
    void ofAnEntryThatWentOutInPartTheRestIsTheFirstAgain() throws SQLException {
        ends(3, 1);
        claimed(10, 30, 1);

        execute("execute left_over (1, array[gen_random_uuid()], '%s', %s, null)".formatted(A, at(19)));

        assertEquals(List.of(1L, 2L), claimed(19, 39, 2), "one and one; there were three");
    }

    /** The first of the first entry is too large; this is left of it. */
    private void setAside(String left, int now) throws SQLException {
        execute(
                "update outbox set generations = array['%s', '%s']::uuid[] where id = 1 and cardinality(generations) = 2"
                        .formatted(ONE, TWO));
        execute("execute set_aside (1, '%s', '%s', %s, '{%s}', '{too_large}', %s)"
                .formatted(left, A, at(now), ONE, at(now + 60)));
    }

    private String value(String sql) throws SQLException {
        return Sql.value(replica, sql);
    }

    /** One commit a second, of so many generations. */
    private void ends(int... generations) throws SQLException {
        for (int second = 0; second < generations.length; second++) {
            execute(ENTRY.formatted(generations[second], at(second)));
        }
    }

    private List<Long> claimed(int now, int lease, int events) throws SQLException {
        return claimed(now, lease, events, A);
    }

    private List<Long> claimed(int now, int lease, int events, String holder) throws SQLException {
        return ids("execute claim (%s, %s, %d, '%s')".formatted(at(now), at(lease), events, holder));
    }

    private List<Long> ids(String sql) throws SQLException {
        List<Long> ids = new ArrayList<>();
        try (Statement statement = replica.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
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
