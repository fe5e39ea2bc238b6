package dev.gengate.operator.operations;

import dev.gengate.listing.Filters;
import dev.gengate.operator.operations.Order.Action;
import dev.gengate.problem.ProblemException;
import dev.gengate.submission.Reason;
import dev.gengate.submission.RequestReader;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.Map;

/** Reads what an operator asks for. */
@ApplicationScoped
class Orders {
    /** Resubmitted by one operation: each may be paid for twice. */
    static final int MOST_RESUBMITTED = 500;

    private static final int RESUBMITTED = 100;

    private final RequestReader reader;
    private final Filters filters;

    Orders(RequestReader reader, Filters filters) {
        this.reader = reader;
        this.filters = filters;
    }

    /** The body. */
    public record Asked(
            String action,
            Map<String, String> filter,
            String reason,
            Boolean dryRun,
            Boolean acceptMayPayTwice,
            Integer most) {}

    Order read(byte[] body) {
        Asked asked = reader.read(body, Asked.class);
        Action action = action(asked.action());
        boolean dry = Boolean.TRUE.equals(asked.dryRun());
        if (asked.filter() == null || asked.filter().isEmpty()) {
            throw ProblemException.invalid("/filter", "must name at least one field");
        }
        String reason = dry ? asked.reason() : Reason.required("/reason", asked.reason());
        if (action == Action.RESUBMIT && !dry && !Boolean.TRUE.equals(asked.acceptMayPayTwice())) {
            throw ProblemException.invalid(
                    "/acceptMayPayTwice", "must be true: a first task may exist and be paid for");
        }
        return new Order(
                action,
                asked.filter(),
                reason,
                dry,
                most(action, asked.most()),
                action.checked(filters.read(asked.filter(), "/filter/")));
    }

    private static Action action(String name) {
        return Arrays.stream(Action.values())
                .filter(action -> action.wireName().equals(name))
                .findFirst()
                .orElseThrow(() -> ProblemException.invalid("/action", "must be one of replay, cancel, resubmit"));
    }

    private static Integer most(Action action, Integer most) {
        int limit = action == Action.RESUBMIT ? MOST_RESUBMITTED : Integer.MAX_VALUE;
        if (most != null && (most < 1 || most > limit)) {
            throw ProblemException.invalid("/most", "must be an integer from 1 to " + limit);
        }
        return most == null && action == Action.RESUBMIT ? Integer.valueOf(RESUBMITTED) : most;
    }
}
