package dev.gengate.generation.ledger;

import dev.gengate.generation.account.AccountStore;
import dev.gengate.generation.account.BalanceStore;
import dev.gengate.generation.figures.LedgerFiguresStore;
import dev.gengate.generation.operations.ModelBrakeStore;
import dev.gengate.generation.outbox.OutboxStore;
import java.util.LinkedHashMap;
import java.util.Map;

/** The statements that run in a loop or for every submission, with the types of their parameters, for measuring. */
public final class LedgerStatements {
    private static final String SUBMISSIONS =
            "uuid[], text[], text[], text[], text[], text[], text[], text[], int[], text[], timestamptz[], int[], int,"
                    + " bigint, int, bigint, bigint, int, int, boolean, timestamptz, text[], text[], text[]";

    /** {@link SubmissionSql#ACCEPT}. */
    public static final String ACCEPT = prepared("accept", SUBMISSIONS, SubmissionSql.ACCEPT);

    /** {@link QueueSql#CLAIM}. */
    public static final String CLAIM =
            prepared("claim", "timestamptz, int, int, bigint, int, text[], float8[], timestamptz", QueueSql.CLAIM);

    /** {@link LedgerFiguresStore#LOOK}: slots, and milliseconds until it is due again. */
    public static final String COUNT = prepared("count", "int, bigint", LedgerFiguresStore.LOOK);

    private static final String ACCOUNTS = "text[], int[], int[], bigint[], int[], int[]";

    private LedgerStatements() {}

    /** Each as a {@code prepare} statement, by its name. */
    public static Map<String, String> prepares() {
        Map<String, String> prepares = new LinkedHashMap<>();
        prepares.put("claim", CLAIM);
        prepares.put("accept", ACCEPT);
        prepares.put(
                "accept_within_budgets",
                prepared(
                        "accept_within_budgets",
                        SUBMISSIONS + ", text[], text[]",
                        SubmissionSql.ACCEPT_WITHIN_BUDGETS));
        prepares.put("count", COUNT);
        prepares.put("look", prepared("look", "int", QueueSql.LOOK));
        prepares.put(
                "place",
                prepared(
                        "place", "uuid, text, int, bigint, int, text[], float8[], int, date, numeric", QueueSql.PLACE));
        prepares.put("requeued", prepared("requeued", "uuid, int, text", GenerationSql.REQUEUED));
        prepares.put("stop", prepared("stop", "uuid", AsideStore.STOP));
        prepares.put("refused", prepared("refused", "uuid, int, text", AsideStore.REFUSED));
        prepares.put("set_aside", "prepare set_aside as " + AsideStore.SET_ASIDE);
        prepares.put("take_back", prepared("take_back", "timestamptz", AsideStore.TAKE_BACK));
        prepares.put("hold_model", prepared("hold_model", "timestamptz, text, text, text", ModelBrakeStore.PULL));
        prepares.put("release_model", prepared("release_model", "text, text, text", ModelBrakeStore.RELEASE));
        prepares.put("keep_balance", prepared("keep_balance", "numeric, timestamptz, timestamptz", BalanceStore.KEEP));
        prepares.put(
                "resubmit", prepared("resubmit", "uuid, timestamptz, timestamptz, text[]", GenerationSql.RESUBMIT));
        String due = "timestamptz, timestamptz, int";
        prepares.put(
                "leases_run_out",
                prepared("leases_run_out", "timestamptz, int, text[], timestamptz[]", GenerationSql.LEASES_RUN_OUT));
        prepares.put("claim_polls", prepared("claim_polls", due + ", text[]", GenerationSql.CLAIM_POLLS));
        prepares.put(
                "claim_last_polls", prepared("claim_last_polls", due + ", text[]", GenerationSql.CLAIM_LAST_POLLS));
        prepares.put("claim_ends", prepared("claim_ends", due, GenerationSql.CLAIM_ENDS));
        prepares.put("claim_outbox", prepared("claim_outbox", due + ", uuid", OutboxStore.CLAIM));
        prepares.put(
                "submitted",
                prepared(
                        "submitted",
                        "uuid[], int[], text[], timestamptz[], float8[], float8[]",
                        SubmissionSql.SUBMITTED));
        String outcomes = "uuid[], text[], text[], text[], text[], text[], text[], text[], int[]";
        prepares.put(
                "complete",
                prepared(
                        "complete",
                        outcomes + ", timestamptz, timestamptz, bigint[], text[], uuid, text[]",
                        GenerationSql.COMPLETE));
        prepares.put(
                "accept_at_accounts",
                prepared(
                        "accept_at_accounts",
                        SUBMISSIONS.replace(
                                        "int, bigint, int, bigint, bigint, int, int",
                                        "int, text[], int[], bigint, bigint, int, int")
                                + ", text[], text[], text[], text[], int[], bigint[], int[], int[]",
                        SubmissionSql.ACCEPT_AT_ACCOUNTS));
        prepares.put(
                "claim_at_accounts",
                prepared(
                        "claim_at_accounts",
                        ACCOUNTS + ", timestamptz, bigint, text[], float8[], timestamptz, text[], text[]",
                        AccountQueueSql.CLAIM));
        prepares.put("look_at_accounts", prepared("look_at_accounts", ACCOUNTS + ", boolean", AccountQueueSql.LOOK));
        prepares.put(
                "place_at_accounts",
                prepared(
                        "place_at_accounts",
                        "uuid, text, int, bigint, int, text[], float8[], int, date, numeric, text[], int[], text[], text",
                        AccountQueueSql.PLACE));
        prepares.put(
                "stop_at_account",
                prepared("stop_at_account", ACCOUNTS + ", text[], text[], uuid, text", AccountAsideSql.STOP));
        prepares.put(
                "set_aside_at_accounts",
                prepared("set_aside_at_accounts", ACCOUNTS + ", text[], text[]", AccountAsideSql.SET_ASIDE));
        prepares.put(
                "take_back_at_accounts",
                prepared(
                        "take_back_at_accounts",
                        ACCOUNTS + ", text[], text[], timestamptz",
                        AccountAsideSql.TAKE_BACK));
        prepares.put(
                "key_refused", prepared("key_refused", "text, uuid, text[], timestamptz", AccountStore.KEY_REFUSED));
        prepares.put(
                "keep_balance_of_account",
                prepared(
                        "keep_balance_of_account",
                        "numeric, timestamptz, timestamptz, text",
                        BalanceStore.KEEP_OF_ACCOUNT));
        prepares.put("purge", prepared("purge", "uuid, timestamptz, int", GenerationSql.PURGE));
        return prepares;
    }

    private static String prepared(String name, String types, String sql) {
        return "prepare " + name + " (" + types + ") as " + sql;
    }
}
