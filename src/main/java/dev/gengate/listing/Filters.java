package dev.gengate.listing;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.gengate.generation.CanonicalId;
import dev.gengate.generation.DeadlineConfig;
import dev.gengate.generation.GenerationState;
import dev.gengate.generation.search.Search;
import dev.gengate.models.input.WellFormed;
import dev.gengate.problem.Names;
import dev.gengate.problem.Problem.FieldError;
import dev.gengate.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads a filter, the same names in a query and in an operation; names every part that is wrong. */
@ApplicationScoped
public class Filters {
    /** The owner; only operators may filter by it. */
    public static final String CALLER = "caller";

    private static final String METADATA = "metadata.";
    private static final Set<String> NAMES = Set.of(
            CALLER,
            "state",
            "model",
            "account",
            "failureCode",
            "correlationId",
            "from",
            "to",
            "endedFrom",
            "endedTo",
            "q");
    private static final int LONGEST = 512;
    private static final int MOST_ENTRIES = 16;
    /** What ends late because nothing could end before is found too. */
    private static final Duration OUTAGE = Duration.ofHours(1);

    private final Duration lived;

    Filters(DeadlineConfig deadlines) {
        this.lived = DeadlineConfig.longestLife(deadlines).plus(OUTAGE);
    }

    /** Whether the list has a parameter of this name, a page's own apart. */
    public static boolean known(String name) {
        return NAMES.contains(name) || name.startsWith(METADATA) && name.length() > METADATA.length();
    }

    /**
     * What these values ask for.
     *
     * @param where what comes before a name in an error: {@code query/}
     * @throws ProblemException 422, with each value that is wrong
     */
    public Search read(Map<String, String> values, String where) {
        Reading reading = new Reading(values, where);
        values.forEach((name, value) -> {
            if (!known(name)) {
                reading.wrong(name, "is not a known filter" + Names.hint(name, NAMES.stream()));
            } else if (value == null) {
                // nothing would be asked for, so all would match
                reading.wrong(name, "must be a string");
            }
        });
        String text = reading.text("q");
        Search search = new Search(
                reading.text(CALLER),
                reading.state(),
                reading.text("model"),
                reading.text("account"),
                reading.text("failureCode"),
                reading.text("correlationId"),
                entries(values, reading),
                reading.time("from"),
                reading.time("to"),
                reading.time("endedFrom"),
                reading.time("endedTo"),
                text,
                text == null ? null : CanonicalId.of(text).orElse(null),
                lived);
        reading.mustBeRight();
        return search;
    }

    private static List<String> entries(Map<String, String> values, Reading reading) {
        List<String> entries = new ArrayList<>();
        for (String name : values.keySet()) {
            if (known(name) && name.startsWith(METADATA) && values.get(name) != null) {
                entries.add(quoted(name.substring(METADATA.length())) + ":" + quoted(reading.any(name)));
            }
        }
        if (entries.size() > MOST_ENTRIES) {
            reading.wrong("metadata", "has more than " + MOST_ENTRIES + " entries");
        }
        return entries;
    }

    /** As the ledger has it. */
    private static String quoted(String text) {
        return TextNode.valueOf(text).toString();
    }

    private record Reading(Map<String, String> values, String where, List<FieldError> errors) {
        Reading(Map<String, String> values, String where) {
            this(values, where, new ArrayList<>());
        }

        void wrong(String name, String detail) {
            errors.add(new FieldError(where + name, detail));
        }

        void mustBeRight() {
            if (!errors.isEmpty()) {
                throw ProblemException.invalid(errors);
            }
        }

        String any(String name) {
            String text = values.get(name);
            if (text != null && !WellFormed.Validator.wellFormed(text)) {
                wrong(name, WellFormed.TEXT);
            }
            return text;
        }

        String text(String name) {
            String text = any(name);
            if (text != null && (text.isEmpty() || text.length() > LONGEST)) {
                wrong(name, "must have 1 to " + LONGEST + " characters");
            }
            return text;
        }

        GenerationState state() {
            String name = values.get("state");
            if (name != null && GenerationState.ofWireName(name).isEmpty()) {
                wrong("state", "is not the state of a generation");
            }
            return name == null ? null : GenerationState.ofWireName(name).orElse(null);
        }

        Instant time(String name) {
            String text = values.get(name);
            String fault = text == null ? null : Times.fault(text);
            if (fault != null) {
                wrong(name, fault);
            }
            return text == null || fault != null ? null : Times.of(text);
        }
    }
}
