package dev.gengate.provider.answer;

import dev.gengate.generation.Failure;
import dev.gengate.provider.KieProvider;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * The result of one createTask call. The four cases answer the two questions that matter when every task costs credits:
 * does a task exist, and may the request be sent again? The codes are those of the provider's documentation of
 * createTask.
 */
public sealed interface SubmitResult {
    /** What is made of each case: whoever adds one says what its result is everywhere. */
    <T> T fold(
            Function<Accepted, T> accepted,
            Function<Refused, T> refused,
            Function<TryLater, T> later,
            Function<Unconfirmed, T> unconfirmed);

    /** Whether the call failed for lack of a connection. */
    default boolean unreachable() {
        return this instanceof TryLater later && later.reason() == TryLater.Reason.UNREACHABLE;
    }

    /** The provider created the task; its end arrives by callback or by {@link KieProvider#task}. */
    record Accepted(String taskId) implements SubmitResult {
        @Override
        public <T> T fold(
                Function<Accepted, T> accepted,
                Function<Refused, T> refused,
                Function<TryLater, T> later,
                Function<Unconfirmed, T> unconfirmed) {
            return accepted.apply(this);
        }
    }

    /**
     * The provider refused: no task exists, and the same request would be refused again.
     *
     * @param failure one of the codes below, with the provider's text (at most 500 characters)
     */
    record Refused(Refusal reason, Failure failure) implements SubmitResult {
        @Override
        public <T> T fold(
                Function<Accepted, T> accepted,
                Function<Refused, T> refused,
                Function<TryLater, T> later,
                Function<Unconfirmed, T> unconfirmed) {
            return refused.apply(this);
        }
    }

    /**
     * No task exists, and the same request may be sent again later.
     *
     * @param retryAfter the wait that the provider asked for, at most 5 minutes; empty if it named none
     */
    record TryLater(Reason reason, Optional<Duration> retryAfter) implements SubmitResult {
        @Override
        public <T> T fold(
                Function<Accepted, T> accepted,
                Function<Refused, T> refused,
                Function<TryLater, T> later,
                Function<Unconfirmed, T> unconfirmed) {
            return later.apply(this);
        }

        /** Why not now. */
        public enum Reason {
            /** 429: over the provider's limit; the provider does not queue. */
            RATE_LIMITED,
            /** 455: the provider is under maintenance. */
            MAINTENANCE,
            /** There was no connection, so nothing was sent. */
            UNREACHABLE,
            /** Recent calls failed, so this one was not made. */
            BREAKER_OPEN,
            /** Recent calls to this model, or of this caller to it, failed while others succeeded, so this one was not made. */
            FAILS_ALONE,
            /** A 400, 403, 404 or the like that is not in the provider's form: a CDN or a proxy answered in its place. */
            ANSWERED_BY_ANOTHER,
            /** What the input names could not be had, so the call was not made: the fault of this one alone. */
            INPUT_NOT_THERE
        }
    }

    /** A task may exist and may cost: never sent again automatically. */
    record Unconfirmed(Reason reason) implements SubmitResult {
        @Override
        public <T> T fold(
                Function<Accepted, T> accepted,
                Function<Refused, T> refused,
                Function<TryLater, T> later,
                Function<Unconfirmed, T> unconfirmed) {
            return unconfirmed.apply(this);
        }

        /** How the answer was lost. */
        public enum Reason {
            /** No complete answer within the read time-out. */
            TIMED_OUT,
            /** The connection ended after sending had begun. */
            CONNECTION_LOST,
            /** HTTP 5xx, or code 500 with a text that names no parameter. */
            SERVER_ERROR,
            /** An answer that means neither yes nor no. */
            UNREADABLE_ANSWER
        }
    }

    /** Why the provider refused, with the {@link Failure#code()} for it. */
    enum Refusal {
        /** Rejected parameters: code 422 or 400, or 500 with a text that names one. */
        INVALID_INPUT("invalid_input"),
        /** Not enough credits: code 402, or 500 with such a text. */
        NO_CREDITS("insufficient_credits"),
        /** The API key is missing or wrong: code 401. */
        KEY_REJECTED("provider_key_rejected"),
        /** Any other definite refusal: unknown endpoint, disabled feature. */
        UNSUPPORTED("provider_unsupported"),
        /** A limit of the key itself is reached: code 433. */
        KEY_LIMIT("provider_unsupported");

        private final String failureCode;

        Refusal(String failureCode) {
            this.failureCode = failureCode;
        }

        /** The {@link Failure} code for this refusal, such as {@code invalid_input}. */
        public String failureCode() {
            return failureCode;
        }
    }
}
