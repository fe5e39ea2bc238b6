package dev.gengate.generation.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.generation.GenerationState;
import dev.gengate.generation.ledger.TestLedger;
import dev.gengate.proof.ledger.GenerationInsert;
import dev.gengate.proof.ledger.Sql;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each search finds its rows along the index that fits, in order, and looks at a bounded number of them. */
class SearchPlanTest {
    private static final int ROWS = 30_000;
    private static final int PARAMETERS = 13;

    /** Generations of three callers, one of whom has nearly nothing; one in a hundred failed. */
    private static final String HISTORY = GenerationInsert.succeeded("now()")
                    .with("id", "(lpad(to_hex(n), 8, '0') || '-0000-7000-8000-000000000000')::uuid")
                    .with("caller", "case when n % 10000 = 7 then 'rare' when n % 2 = 0 then 'ads' else 'shop' end")
                    .with(
                            "state",
                            "case when n % 400 = 0 then 'submitted' when n % 100 = 1 then 'failed' else 'succeeded' end")
                    .with("completed_at", "case when n % 400 > 0 then now() end")
                    .with("correlation_id", "case when n % 4 = 2 then 'same' when n % 10 = 0 then 'c' || n end")
                    .with("failure_code", "'f'")
                    .with("model", "'m'")
                    .rows("generate_series(1, " + ROWS + ") n")
            + "; analyze generation";

    private static Connection ledger;

    @BeforeAll
    static void ledger() throws SQLException, IOException {
        ledger = new TestLedger(20).replica();
        Sql.execute(ledger, HISTORY);
        // as application.properties sets them
        Sql.execute(ledger, "set plan_cache_mode = force_generic_plan; set enable_seqscan = off");
    }

    @AfterAll
    static void close() throws SQLException {
        ledger.close();
    }

    private static Search search(String caller, GenerationState state, String model, String correlation, String text) {
        return search(caller, state, model, null, correlation, text);
    }

    private static Search ofAccount(String caller) {
        return search(caller, null, null, "second", null, null);
    }

    private static Search search(
            String caller, GenerationState state, String model, String account, String correlation, String text) {
        return new Search(
                caller,
                state,
                model,
                account,
                null,
                correlation,
                List.of(),
                null,
                null,
                null,
                null,
                text,
                null,
                Duration.ofHours(49));
    }

    static Stream<Arguments> searches() {
        return Stream.of(
                Arguments.of(search(null, null, null, null, null), "generation_pkey"),
                Arguments.of(search(null, null, "m", null, null), "generation_pkey"),
                Arguments.of(search("ads", null, null, null, null), "generation_listing"),
                Arguments.of(search("ads", null, "m", null, null), "generation_listing"),
                Arguments.of(search("ads", GenerationState.SUCCEEDED, null, null, null), "generation_listing"),
                Arguments.of(search("ads", GenerationState.FAILED, null, null, null), "generation_unsuccessful"),
                Arguments.of(search(null, GenerationState.FAILED, null, null, null), "generation_unsuccessful"),
                Arguments.of(search(null, GenerationState.EXPIRED, "m", null, null), "generation_unsuccessful"),
                Arguments.of(search(null, GenerationState.EXPIRED, null, null, null), "generation_unsuccessful"),
                Arguments.of(ofAccount(null), "generation_pkey"),
                Arguments.of(ofAccount("ads"), "generation_listing"),
                Arguments.of(search(null, null, null, null, null).ended(), "generation_pkey"),
                Arguments.of(search("ads", null, null, null, null).ended(), "generation_listing"),
                Arguments.of(search(null, GenerationState.SUBMITTED, null, null, null), "generation_due"),
                Arguments.of(search("ads", GenerationState.QUEUED, null, null, null), "generation_due"),
                Arguments.of(search("ads", null, null, "c", null), "generation_correlation"),
                Arguments.of(search(null, null, null, "c", null), "generation_correlation"),
                Arguments.of(search(null, null, null, null, "x"), "generation_idempotency"));
    }

    @ParameterizedTest
    @MethodSource("searches")
    void rowsAreFoundByTheIndexThatFits(Search search, String index) throws SQLException {
        for (String statement : List.of(SearchSql.newest(search, 50), SearchSql.oldest(search, 50))) {
            String plan = plan(statement);

            assertTrue(plan.contains("using " + index) || plan.contains("on " + index), plan);
            assertFalse(plan.contains("Seq Scan on generation"), plan);
        }
    }

    /** Its three rows are found by its own index, not among all others'. */
    @Test
    void callerWithFewRowsIsNotSearchedAmongAll() throws SQLException {
        assertEquals(
                3,
                Integer.parseInt(found(search("rare", null, null, null, null), "rare", null)
                        .get(0)));
        assertTrue(plan(SearchSql.newest(search("rare", null, "m", null, null), 50))
                .contains("Index Cond: ((caller"));
    }

    @Test
    void windowEndsWhereItIsSaid() throws SQLException {
        List<String> looked = found(search(null, null, "none", null, null), null, "none");

        assertEquals(List.of(String.valueOf(SearchSql.WINDOW)), looked);
    }

    /** Otherwise hundreds of callers would make a statement read hundreds of windows. */
    @Test
    void countReadsAWindowOfEachCallerAsThePageDoes() {
        Search failed = search(null, GenerationState.FAILED, "m", null, null);

        assertEquals(SearchSql.window(failed, 50), SearchSql.counted(failed));
    }

    /** All of an order have one correlation id: they are counted to the last one. */
    @Test
    void allWithTheTextAreFoundWindowByWindow() throws SQLException {
        Sql.execute(ledger, "prepare counted as " + SearchSql.count(search(null, null, null, null, "same"), 5));
        String first = counted(new UUID(0, 0).toString());
        assertEquals(List.of("5000", "5000"), List.of(first.split(" ")).subList(0, 2));

        String rest = counted(first.split(" ")[2]);

        assertEquals(List.of("2500", "2500"), List.of(rest.split(" ")).subList(0, 2));
        String nothing = counted(rest.split(" ")[2]);
        assertEquals("0 0 null", nothing, "nothing else is walked through");
        Sql.execute(ledger, "deallocate counted");
    }

    private static String counted(String after) throws SQLException {
        return Sql.values(
                        ledger,
                        "execute counted ('%s', '%s', null, null, null, null, null, null, null, null, 'same', null, null)"
                                .formatted(new UUID(-1, -1), after),
                        row -> row.getString("looked") + " " + row.getString("matched") + " "
                                + row.getString("last_looked"))
                .get(0);
    }

    private static List<String> found(Search search, String caller, String model) throws SQLException {
        Sql.execute(ledger, "prepare found as " + SearchSql.newest(search, 50));
        try {
            return Sql.values(
                            ledger,
                            "execute found ('%s', '%s', %s, null, %s, null, null, null, null, null, null, null, null)"
                                    .formatted(new UUID(-1, -1), new UUID(0, 0), quoted(caller), quoted(model)),
                            row -> row.getString("looked"))
                    .stream()
                    .distinct()
                    .toList();
        } finally {
            Sql.execute(ledger, "deallocate found");
        }
    }

    private static String quoted(String text) {
        return text == null ? "null" : "'" + text + "'";
    }

    private static String plan(String statement) throws SQLException {
        Sql.execute(ledger, "prepare searched as " + statement);
        try {
            String nulls = String.join(", ", Collections.nCopies(PARAMETERS, "null"));
            return String.join("\n", Sql.values(ledger, "explain execute searched (" + nulls + ")"));
        } finally {
            Sql.execute(ledger, "deallocate searched");
        }
    }
}
