package dev.gengate.generation.ledger;

import static dev.gengate.proof.ledger.Sql.execute;
import static dev.gengate.proof.ledger.Sql.values;

import com.github.f4b6a3.uuid.UuidCreator;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A ledger with two accounts: {@code one} has 3 slots an hour, {@code two} has 2. */
abstract class TwoAccounts {
    static final String STATES =
            "select state || ' ' || coalesce(account, 'none') from generation order by created_at, id";
    static final String TAKEN =
            "select name || ' ' || count(*) from pace_slot join account on ring = slot / 1000 where taken_by is not null group by name order by 1";

    TestLedger ledger;
    Connection replica;
    Connection other;

    @BeforeEach
    void twoAccounts() throws SQLException {
        ledger = new TestLedger(0);
        replica = ledger.replica();
        other = ledger.replica();
        execute(replica, "insert into account (name, ring) values ('one', 1), ('two', 2)");
        execute(
                replica,
                """
                insert into pace_slot (slot, free_at)
                select 1000 + n, '-infinity'::timestamptz from generate_series(1, 3) n
                union all select 2000 + n, '-infinity' from generate_series(1, 2) n""");
    }

    @AfterEach
    void disconnect() throws SQLException {
        replica.close();
        other.close();
    }

    void accept(String caller) throws SQLException {
        accept(new Asked(caller));
    }

    void accept(Asked asked) throws SQLException {
        accept(replica, asked);
    }

    static void accept(Connection connection, Asked asked) throws SQLException {
        execute(connection, asked.statement());
    }

    List<String> claim(int mostOfOne, int mostOfTwo) throws SQLException {
        return values(replica, claimed(mostOfOne, mostOfTwo));
    }

    static String claimed(int mostOfOne, int mostOfTwo) {
        return claimed("0, 0", mostOfOne, mostOfTwo);
    }

    static String claimed(String orders, int mostOfOne, int mostOfTwo) {
        return "execute claim_at_accounts (" + configured(orders, "40, 40", mostOfOne + ", " + mostOfTwo, "99, 99")
                + ", now() + interval '1 minute', 100, null, null, now() + interval '1 minute', null, null)";
    }

    static String configured() {
        return configured("0, 0", "3, 2", "0, 0", "99, 99");
    }

    static String configured(String orders, String slots, String most, String rooms) {
        return "array['one', 'two'], array[%s]::int[], array[%s], array[3600000000, 3600000000]::bigint[], array[%s], array[%s]"
                .formatted(orders, slots, most, rooms);
    }

    /** A submission at 4 credits, as the gateway makes it. */
    record Asked(
            String caller, int times, String orders, String slots, String most, String rooms, String only, String may) {
        Asked(String caller) {
            this(caller, 1, "0, 0", "3, 2", "0, 0", "99, 99", null, null);
        }

        Asked times(int many) {
            return new Asked(caller, many, orders, slots, most, rooms, only, may);
        }

        Asked orders(String own) {
            return new Asked(caller, times, own, slots, most, rooms, only, may);
        }

        Asked slots(String own) {
            return new Asked(caller, times, orders, own, most, rooms, only, may);
        }

        Asked most(String own) {
            return new Asked(caller, times, orders, slots, own, rooms, only, may);
        }

        Asked rooms(String own) {
            return new Asked(caller, times, orders, slots, most, own, only, may);
        }

        Asked only(String account) {
            return new Asked(caller, times, orders, slots, most, rooms, account, may);
        }

        Asked may(String accounts) {
            return new Asked(caller, times, orders, slots, most, rooms, only, accounts);
        }

        String statement() {
            return """
                    execute accept_at_accounts (array[%s]::uuid[], %s, %s, %s, %s, %s, %s, %s, array[%s]::int[], %s,
                    array[%s]::timestamptz[], array[%s]::int[], 5, array['one', 'two'], array[%s], 60000000, 86400000000,
                    1000, 1000, true, now() + interval '1 minute', %s, %s, %s, %s, %s, %s, %s, array[%s],
                    array[3600000000, 3600000000]::bigint[], array[%s], array[%s])"""
                    .formatted(
                            ids(),
                            texts("'" + caller + "'"),
                            texts("null"),
                            texts("''"),
                            texts("'m'"),
                            texts("'{}'"),
                            texts("null"),
                            texts("'{}'"),
                            each("1"),
                            texts("null"),
                            each("clock_timestamp()"),
                            each("null"),
                            orders,
                            texts("'4'"),
                            texts("null"),
                            texts("null"),
                            texts("null"),
                            texts("null"),
                            texts(only == null ? "null" : "'" + only + "'"),
                            texts(may == null ? "null" : "'" + may + "'"),
                            slots,
                            most,
                            rooms);
        }

        private String ids() {
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                ids.add("'" + UuidCreator.getTimeOrderedEpoch() + "'");
            }
            return String.join(", ", ids);
        }

        private String texts(String one) {
            return "array[" + each(one) + "]::text[]";
        }

        private String each(String one) {
            return String.join(", ", Collections.nCopies(times, String.valueOf(one)));
        }
    }
}
