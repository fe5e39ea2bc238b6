package dev.gengate.generation;

import static java.util.function.Predicate.not;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The life of a generation. Every change of state is one guarded SQL statement that names the states it may leave;
 * {@link #successors()} lists every legal change, and a test holds the README's diagram against it.
 */
public enum GenerationState {
    /** Accepted and durable; waits for its turn under the provider's limit. */
    QUEUED,
    /** One replica is calling createTask and holds the row's lease. */
    SUBMITTING,
    /** The provider has created the task and returned its id. */
    SUBMITTED,
    /** createTask's answer was lost: a task may exist and may cost. Never sent again on its own. */
    UNCONFIRMED,
    /** Terminal: at least one image was made. */
    SUCCEEDED,
    /** Terminal: the provider refused or failed, or the generation stayed unconfirmed until its deadline. */
    FAILED,
    /** Terminal: its deadline passed without an answer from the provider. */
    EXPIRED,
    /** Terminal: its caller withdrew it while it was queued. */
    CANCELLED;

    private static final Map<GenerationState, Set<GenerationState>> SUCCESSORS = Map.of(
            // succeeded and failed from queued: the task of an earlier attempt called back (ADR 5)
            QUEUED, Set.of(SUBMITTING, CANCELLED, SUCCEEDED, FAILED, EXPIRED),
            SUBMITTING, Set.of(SUBMITTED, QUEUED, UNCONFIRMED, SUCCEEDED, FAILED, EXPIRED),
            SUBMITTED, Set.of(SUCCEEDED, FAILED, EXPIRED),
            // queued: an operator resubmits; submitted: the answer came after the lease ran out (ADR 5), or an operator
            // attached the task
            UNCONFIRMED, Set.of(SUCCEEDED, FAILED, EXPIRED, SUBMITTED, QUEUED),
            SUCCEEDED, Set.of(),
            FAILED, Set.of(),
            EXPIRED, Set.of(),
            CANCELLED, Set.of());

    private static final Map<String, GenerationState> BY_WIRE_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(GenerationState::wireName, state -> state));

    /** The states that may follow this one; empty for a terminal state. */
    public Set<GenerationState> successors() {
        return SUCCESSORS.get(this);
    }

    /** Whether the generation can no longer change. */
    public boolean terminal() {
        return successors().isEmpty();
    }

    /** All states that are terminal. */
    public static Set<GenerationState> ended() {
        return Arrays.stream(values()).filter(GenerationState::terminal).collect(Collectors.toUnmodifiableSet());
    }

    /** All states that are not terminal. */
    public static Set<GenerationState> open() {
        return Arrays.stream(values()).filter(not(GenerationState::terminal)).collect(Collectors.toUnmodifiableSet());
    }

    /** The name used in JSON, in SQL and in metric labels: {@code submitted}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The state of a wire name; empty for any other text. */
    public static Optional<GenerationState> ofWireName(String name) {
        return Optional.ofNullable(BY_WIRE_NAME.get(name));
    }
}
