package dev.gengate.operator.audit;

import dev.gengate.generation.Generation;
import dev.gengate.generation.operations.Act;
import dev.gengate.generation.operations.Journal.Entry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Puts together what the row says and what was noted beside it. */
final class Story {
    private static final Set<String> ACTS =
            Set.of(Act.CANCEL, Act.RESUBMIT, Act.ATTACH, Act.REPLAY, Act.REPLAY_FAILED, Act.ERASE);
    private static final String OPERATOR = "operator";
    private static final String EVENT_WAITS = "event-waits";

    private Story() {}

    /**
     * @param whole with names and reasons of operators
     * @param holdsUp for what its event waits
     */
    static List<Entry> of(Generation row, List<Entry> told, boolean whole, Supplier<String> holdsUp) {
        List<Entry> entries = new ArrayList<>();
        entries.add(new Entry(row.createdAt(), "accepted", row.caller(), null, null, null));
        if (row.submittedAt() != null) {
            String attempt = "attempt " + row.attempts() + " at " + row.account();
            entries.add(new Entry(row.submittedAt(), "submitted", null, row.taskId(), null, attempt));
        }
        if (row.completedAt() != null) {
            entries.add(ended(row));
        }
        told.forEach(entry -> entries.add(shown(entry, whole, holdsUp)));
        // what is of the time of its end comes behind it
        entries.sort(Comparator.comparing(Entry::at));
        return entries;
    }

    private static Entry ended(Generation row) {
        String code = row.failure() == null ? null : row.failure().code();
        return new Entry(
                row.completedAt(),
                "ended",
                row.resolvedBy(),
                row.taskId(),
                row.state().wireName(),
                code);
    }

    private static Entry shown(Entry entry, boolean whole, Supplier<String> holdsUp) {
        boolean hidden = !whole && ACTS.contains(entry.event());
        String detail = entry.event().equals(EVENT_WAITS) ? holdsUp.get() : entry.detail();
        return new Entry(
                entry.at(),
                entry.event(),
                hidden ? OPERATOR : entry.by(),
                entry.taskId(),
                entry.state(),
                hidden ? null : detail);
    }
}
