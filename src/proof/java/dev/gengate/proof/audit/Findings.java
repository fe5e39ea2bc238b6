package dev.gengate.proof.audit;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What an audit found wrong. */
public final class Findings {
    private final Map<Kind, List<String>> found = new EnumMap<>(Kind.class);

    /** What can be wrong; each but the last breaks a guarantee. */
    public enum Kind {
        /** Accepted, or in the ledger, and no event on the topic. */
        LOST,
        /** An idempotency key or a generation with two tasks at the provider. */
        PAID_TWICE,
        /** Two different events, or an event, a state or an answer that is not the truth. */
        CONTRADICTORY,
        /** A forged callback was accepted, or what it said is found somewhere. */
        FORGED,
        /** A secret, a prompt or a result's URL is in a log. */
        LEAKED,
        /** A result of a success that is not in the store whole, or an event that names it before it is there. */
        NOT_KEPT,
        /** An object in the store that no row names. */
        UNNAMED,
        /** Usage that is neither what the provider charged nor differs from it by what it never told. */
        MISCOUNTED,
        /** A generation that a consumer killed at random has applied not once, or with another outcome. */
        MISAPPLIED,
        /** Settled, but later than its usual time, or than a minute after the last fault that concerned it. */
        LATE,
        /** Open or unpublished when all should have settled. */
        UNSETTLED,
        /** The run did less than it was to do: that nothing is wrong proves nothing. */
        INCOMPLETE
    }

    public void add(Kind kind, String what) {
        found.computeIfAbsent(kind, none -> new ArrayList<>()).add(what);
    }

    public int count(Kind kind) {
        return of(kind).size();
    }

    public List<String> of(Kind kind) {
        return found.getOrDefault(kind, List.of());
    }

    public boolean none() {
        return found.isEmpty();
    }
}
