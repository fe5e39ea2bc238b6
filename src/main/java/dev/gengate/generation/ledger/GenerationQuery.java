package dev.gengate.generation.ledger;

import dev.gengate.generation.GenerationState;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.UUID;

/**
 * A listing of one caller's generations ({@code null} for all callers, an operator's view), newest first.
 *
 * @param state only this state, or null
 * @param correlationId only this one, or null
 * @param before only ids older than this one (the cursor), or null
 * @param limit rows at most
 */
public record GenerationQuery(String caller, GenerationState state, String correlationId, UUID before, int limit) {

    String sql() {
        Conditions conditions = new Conditions();
        conditions.add("g.caller = ", caller);
        // the predicates of the partial indexes, so that a rare state is found without a scan of history
        conditions.add(state != null && !state.terminal(), "g.completed_at is null");
        conditions.add(
                state != null && state.terminal() && state != GenerationState.SUCCEEDED,
                "g.state in ('failed', 'expired', 'cancelled')");
        conditions.add("g.state = ", state);
        conditions.add("g.correlation_id = ", correlationId);
        conditions.add("g.id < ", before);
        return "select " + GenerationSql.COLUMNS + " from generation g" + conditions.text + " order by g.id desc limit "
                + limit;
    }

    Tuple parameters() {
        Tuple tuple = Tuple.tuple();
        if (caller != null) {
            tuple.addString(caller);
        }
        if (state != null) {
            tuple.addString(state.wireName());
        }
        if (correlationId != null) {
            tuple.addString(correlationId);
        }
        if (before != null) {
            tuple.addUUID(before);
        }
        return tuple;
    }

    private static final class Conditions {
        private final StringBuilder text = new StringBuilder();
        private int parameters;

        void add(String comparison, Object value) {
            if (value != null) {
                parameters++;
                add(true, comparison + "$" + parameters);
            }
        }

        void add(boolean wanted, String condition) {
            if (wanted) {
                text.append(text.isEmpty() ? " where " : " and ").append(condition);
            }
        }
    }
}
