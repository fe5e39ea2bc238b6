package dev.gengate.provider;

import dev.gengate.generation.Failure;
import java.time.Duration;
import java.util.Optional;

/**
 * What one createTask call came to. The four cases answer the only two questions that matter when every task costs:
 * is there a task, and may the request be sent again. Source of the codes: the provider's documentation of createTask.
 */
public sealed interface SubmitResult {

    /** The provider created the task; its end comes by callback or by {@link KieProvider#task}. */
    record Accepted(String taskId) implements SubmitResult {}

    /**
     * The provider refused: there is no task, and the same request would be refused again.
     *
     * @param failure one of the codes below, with the provider's text (at most 500 characters)
     */
    record Refused(Refusal reason, Failure failure) implements SubmitResult {}

    /**
     * There is no task, and the same request may be sent again later.
     *
     * @param retryAfter what the provider asked for, at most 5 minutes; empty when it did not say
     */
    record TryLater(Reason reason, Optional<Duration> retryAfter) implements SubmitResult {
        /** Why not now. */
        public enum Reason {
            /** 429: over the provider's limit; it does not queue what is over. */
            RATE_LIMITED,
            /** 455: the provider is under maintenance. */
            MAINTENANCE,
            /** No connection came about, so nothing was sent. */
            UNREACHABLE,
            /** Recent calls failed, so this one was not made. */
            BREAKER_OPEN
        }
    }

    /** A task may exist and may cost: never to be sent again on its own. */
    record Unconfirmed(Reason reason) implements SubmitResult {
        /** How the answer was lost. */
        public enum Reason {
            /** No whole answer within the read time-out. */
            TIMED_OUT,
            /** The connection ended after the request had begun to be sent. */
            CONNECTION_LOST,
            /** HTTP 5xx, or code 500 with a text that names no parameter. */
            SERVER_ERROR,
            /** An answer that says neither yes nor no. */
            UNREADABLE_ANSWER
        }
    }

    /** Why the provider refused, and the {@link Failure#code()} that tells it. */
    enum Refusal {
        /** Rejected parameters: code 422 or 400, or 500 with a text that names one. */
        INVALID_INPUT("invalid_input"),
        /** The account's credits do not suffice: code 402, or 500 with that text. */
        NO_CREDITS("insufficient_credits"),
        /** The API key is missing or wrong: code 401. */
        KEY_REJECTED("provider_key_rejected"),
        /** Any other definite no: no such endpoint, feature disabled, a sub-key's limit. */
        UNSUPPORTED("provider_unsupported");

        private final String failureCode;

        Refusal(String failureCode) {
            this.failureCode = failureCode;
        }

        /** The code of the {@link Failure} that goes with it: {@code invalid_input}. */
        public String failureCode() {
            return failureCode;
        }
    }
}
