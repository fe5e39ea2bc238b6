package dev.gengate.generation;

import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/**
 * One line for each change of a generation's state, whichever replica makes it. In JSON its fields are under {@code mdc}:
 * {@code generationId}, {@code taskId}, {@code state} and, where it tells more, {@code cause}.
 */
final class TransitionLog {
    private static final Logger LOG = Logger.getLogger("dev.gengate.transition");

    private TransitionLog() {}

    /** @param row as it is after the change */
    static void changed(Generation row) {
        changed(
                row,
                row.failure() == null
                        ? row.resolvedBy()
                        : row.resolvedBy() + ", " + row.failure().code());
    }

    /** @param cause in one word or two, or null */
    static void changed(Generation row, String cause) {
        Logger.Level level = level(row);
        if (!LOG.isEnabled(level)) {
            return;
        }
        put("generationId", row.id().toString());
        put("taskId", row.taskId());
        put("state", row.state().wireName());
        put("cause", cause);
        LOG.log(level, text(row, cause));
        MDC.remove("generationId");
        MDC.remove("taskId");
        MDC.remove("state");
        MDC.remove("cause");
    }

    /** What an operator may have to look at is a warning. */
    private static Logger.Level level(Generation row) {
        return switch (row.state()) {
            case QUEUED, SUBMITTING, SUBMITTED, SUCCEEDED, FAILED, CANCELLED -> Logger.Level.INFO;
            case UNCONFIRMED, EXPIRED -> Logger.Level.WARN;
        };
    }

    private static String text(Generation row, String cause) {
        String text = "generation " + row.id() + " " + row.state().wireName();
        String task = row.taskId() == null ? "" : ", task " + row.taskId();
        return text + task + (cause == null ? "" : " (" + cause + ")");
    }

    private static void put(String field, String value) {
        if (value != null) {
            MDC.put(field, value);
        }
    }
}
