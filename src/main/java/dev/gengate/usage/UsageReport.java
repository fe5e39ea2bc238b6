package dev.gengate.usage;

import dev.gengate.access.Caller;
import dev.gengate.generation.figures.UsageQuery;
import dev.gengate.generation.figures.UsageStore;
import dev.gengate.generation.figures.UsageStore.Group;
import dev.gengate.listing.OpenSearches;
import dev.gengate.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Reports what has been used: a caller its own, an operator that of all. */
@ApplicationScoped
class UsageReport {
    private static final Duration LONGEST = Duration.ofDays(400);
    private static final String BY = "caller,model";

    private final UsageStore store;
    private final OpenSearches open;
    private final UsageDimensions dimensions;
    private final Clock clock;

    UsageReport(UsageStore store, OpenSearches open, UsageDimensions dimensions, Clock clock) {
        this.store = store;
        this.open = open;
        this.dimensions = dimensions;
        this.clock = clock;
    }

    /** A report, and what it is of. */
    record Answer(UsageQuery query, List<Group> groups) {}

    /** The groups that the parameters of a request ask for; each may be null. */
    Uni<Answer> of(Caller caller, String by, String from, String to) {
        Instant end = to == null ? nextHour() : hour("query/to", to);
        Instant begin = from == null ? month(end) : hour("query/from", from);
        if (!begin.isBefore(end) || Duration.between(begin, end).compareTo(LONGEST) > 0) {
            throw ProblemException.invalid("query/to", "must be after from, by 400 days at most");
        }
        UsageQuery query = new UsageQuery(
                caller.operator() ? null : caller.name(), begin, end, dimensions.of(by == null ? BY : by));
        return open.bound(caller, store.report(query)).map(groups -> new Answer(query, fewEnough(groups)));
    }

    private static List<Group> fewEnough(List<Group> groups) {
        if (groups.size() > UsageQuery.MOST) {
            throw ProblemException.invalid("query/by", "gives more than " + UsageQuery.MOST + " items");
        }
        if (groups.stream().mapToLong(Group::rows).sum() > UsageQuery.MOST_ROWS) {
            throw ProblemException.invalid("query/from", "covers too much for one report: ask for a shorter time");
        }
        return groups;
    }

    private Instant nextHour() {
        return clock.instant().truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
    }

    /** The start of the month that contains the last instant before {@code end}. */
    private static Instant month(Instant end) {
        ZonedDateTime last = end.minusNanos(1).atZone(ZoneOffset.UTC);
        return last.withDayOfMonth(1).truncatedTo(ChronoUnit.DAYS).toInstant();
    }

    private static Instant hour(String parameter, String text) {
        try {
            Instant time = Instant.parse(text);
            if (time.equals(time.truncatedTo(ChronoUnit.HOURS))
                    && time.isAfter(Instant.EPOCH)
                    && time.isBefore(Instant.parse("9999-01-01T00:00:00Z"))) {
                return time;
            }
        } catch (DateTimeParseException notATime) {
            // said below
        }
        throw ProblemException.invalid(parameter, "must be the start of an hour in UTC, such as 2026-01-01T10:00:00Z");
    }
}
