package dev.gengate.generation.operations;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;

/**
 * A brake that is on; with neither an account nor a model it is the one for all.
 *
 * @param until null if until it is released
 * @param reason null where its reader is no operator; so is who set it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ScopedBrake(String account, String model, Instant until, String reason, String setBy, Instant setAt) {
    static final String ACCOUNT = "account:";
    static final String MODEL = "model:";

    static ScopedBrake of(Row row) {
        String scope = row.getString(0);
        OffsetDateTime until = row.getOffsetDateTime(1);
        return new ScopedBrake(
                name(scope, ACCOUNT),
                name(scope, MODEL),
                until == null ? null : until.toInstant(),
                row.getString(2),
                row.getString(3),
                row.getOffsetDateTime(4).toInstant());
    }

    /** Names and reasons of operators are for operators. */
    public static List<ScopedBrake> shown(List<ScopedBrake> brakes, boolean operator) {
        return operator ? brakes : brakes.stream().map(ScopedBrake::toACaller).toList();
    }

    private ScopedBrake toACaller() {
        return new ScopedBrake(account, model, until, null, null, setAt);
    }

    private static String name(String scope, String kind) {
        return scope.startsWith(kind) ? scope.substring(kind.length()) : null;
    }
}
