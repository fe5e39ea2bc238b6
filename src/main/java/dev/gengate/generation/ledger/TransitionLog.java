package dev.gengate.generation.ledger;

import dev.gengate.generation.Generation;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;

/**
 * Logs one line for each change of a generation's state, on the replica that makes it. In JSON its fields are under
 * {@code mdc}: {@code generationId}, {@code taskId}, {@code state} and, if known, {@code cause}.
 */
final class TransitionLog {
    private static final Logger LOG = Logger.getLogger("dev.gengate.transition");
    private static final String HERE = TransitionLog.class.getName();

    private TransitionLog() {}

    /** @param row as it is after the change */
    static void changed(Generation row) {
        changed(
                row,
                row.failure() == null
                        ? row.resolvedBy()
                        : row.resolvedBy() + ", " + row.failure().code());
    }

    /**
     * @param row null where the row had moved on
     * @param cause in one word or two, or null
     */
    static void changed(Generation row, String cause) {
        if (row == null) {
            return;
        }
        Level level = level(row);
        if (LOG.isLoggable(level)) {
            LOG.log(line(row, cause, level));
        }
    }

    /** Attaches the fields to the line itself: on an event loop the thread's logging context is not always kept. */
    private static ExtLogRecord line(Generation row, String cause, Level level) {
        ExtLogRecord line = new ExtLogRecord(level, text(row, cause), ExtLogRecord.FormatStyle.NO_FORMAT, HERE);
        line.setLoggerName(LOG.getName());
        put(line, "generationId", row.id().toString());
        put(line, "taskId", row.taskId());
        put(line, "state", row.state().wireName());
        put(line, "cause", cause);
        return line;
    }

    /** Changes that may need an operator are warnings. */
    private static Level level(Generation row) {
        return switch (row.state()) {
            case QUEUED, SUBMITTING, SUBMITTED, SUCCEEDED, FAILED, CANCELLED -> Level.INFO;
            case UNCONFIRMED, EXPIRED -> Level.WARN;
        };
    }

    private static String text(Generation row, String cause) {
        String text = "generation " + row.id() + " " + row.state().wireName();
        String task = row.taskId() == null ? "" : ", task " + row.taskId();
        return text + task + (cause == null ? "" : " (" + cause + ")");
    }

    private static void put(ExtLogRecord line, String field, String value) {
        if (value != null) {
            line.putMdc(field, value);
        }
    }
}
