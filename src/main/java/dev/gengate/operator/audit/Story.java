package dev.gengate.operator.audit;

import dev.gengate.generation.Generation;
import dev.gengate.generation.operations.Act;
import dev.gengate.generation.operations.Journal.Entry;
import dev.gengate.operator.audit.TimelineResource.Event;
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
    static List<Event> of(Generation row, List<Entry> told, boolean whole, Supplier<String> holdsUp) {
        List<Event> events = new ArrayList<>();
        events.add(new Event(row.createdAt(), "accepted", row.caller(), null, null, null));
        if (row.submittedAt() != null) {
            String attempt = "attempt " + row.attempts() + " at " + row.account();
            events.add(new Event(row.submittedAt(), "submitted", null, null, row.taskId(), attempt));
        }
        if (row.completedAt() != null) {
            events.add(ended(row));
        }
        told.forEach(
                entry -> events.add(event(entry, whole, holdsUp))); // what is of the time of its end comes behind it
        events.sort(Comparator.comparing(Event::at));
        return events;
    }

    private static Event ended(Generation row) {
        String code = row.failure() == null ? null : row.failure().code();
        return new Event(
                row.completedAt(), "ended", row.resolvedBy(), row.state().wireName(), row.taskId(), code);
    }

    private static Event event(Entry entry, boolean whole, Supplier<String> holdsUp) {
        boolean hidden = !whole && ACTS.contains(entry.event());
        String detail = entry.event().equals(EVENT_WAITS) ? holdsUp.get() : entry.detail();
        return new Event(
                entry.at(),
                entry.event(),
                hidden ? OPERATOR : entry.by(),
                entry.state(),
                entry.taskId(),
                hidden ? null : detail);
    }
}
