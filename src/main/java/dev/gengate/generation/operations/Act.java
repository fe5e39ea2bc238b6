package dev.gengate.generation.operations;

import java.util.UUID;

/**
 * What a person does, for the audit.
 *
 * @param target a generation, an operation; null for all
 * @param reason null if none was given
 * @param operation null if it is no part of one
 */
public record Act(String actor, String action, String target, String reason, UUID operation) {
    public static final String CANCEL = "cancel";
    public static final String RESUBMIT = "resubmit";
    public static final String ERASE = "erase";
    public static final String ATTACH = "attach";
    public static final String REPLAY = "replay";
    /** What was replayed did not get to the broker. */
    public static final String REPLAY_FAILED = "replay-failed";
}
