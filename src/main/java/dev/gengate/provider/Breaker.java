package dev.gengate.provider;

import dev.gengate.provider.answer.SubmitResult;
import dev.gengate.provider.answer.SubmitResult.TryLater;
import dev.gengate.provider.answer.SubmitResult.Unconfirmed;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.faulttolerance.api.TypedGuard;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.util.TypeLiteral;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;

/**
 * The circuit breaker around createTask: while the provider is down, nothing is sent and nothing becomes unconfirmed.
 */
final class Breaker {
    private final TypedGuard<Uni<SubmitResult>> guard;
    private volatile CircuitBreakerState state = CircuitBreakerState.CLOSED;
    private volatile boolean probing;

    Breaker(ProviderConfig.Breaker config) {
        guard = TypedGuard.create(new TypeLiteral<Uni<SubmitResult>>() {})
                .withDescription("createTask")
                .withCircuitBreaker()
                .requestVolumeThreshold(config.requests())
                .failureRatio(config.failureRatio())
                .delay(config.delay().toMillis(), ChronoUnit.MILLIS)
                .failOn(Unhealthy.class)
                .onStateChange(now -> state = now)
                .done()
                // run on the caller's thread: by default the guard returns to the event loop before and after each
                // call, with all contexts captured
                .withThreadOffload(true)
                .withThreadOffloadExecutor(Runnable::run)
                .build();
    }

    /**
     * Makes the call unless the breaker is open; the call itself never fails.
     *
     * @param excused told of each result; whether it is not the fault of the provider as a whole
     */
    Uni<SubmitResult> call(Supplier<Uni<SubmitResult>> createTask, Predicate<SubmitResult> excused) {
        return guard.get(() -> probed(createTask.get()).onItem().invoke(result -> count(result, excused)))
                .onFailure(Unhealthy.class)
                .recoverWithItem(failure -> failure.result)
                .onFailure(CircuitBreakerOpenException.class)
                .recoverWithItem(() -> new TryLater(TryLater.Reason.BREAKER_OPEN, Optional.empty()));
    }

    /** How many calls it lets through now: any number, none while it is open, and one as a trial after that. */
    int room() {
        return switch (state) {
            case CLOSED -> Integer.MAX_VALUE;
            case OPEN -> 0;
            case HALF_OPEN -> probing ? 0 : 1;
        };
    }

    private Uni<SubmitResult> probed(Uni<SubmitResult> call) {
        if (state != CircuitBreakerState.HALF_OPEN) {
            return call;
        }
        probing = true;
        return call.onTermination().invoke(() -> probing = false);
    }

    private static void count(SubmitResult result, Predicate<SubmitResult> excused) {
        if (!excused.test(result) && unhealthy(result)) {
            throw new Unhealthy(result);
        }
    }

    /**
     * Whether the result shows that the provider is down, rather than answering; so does a page under 200 or a redirect
     * in the place of its answer. A 4xx page of a proxy may be about one caller's texts alone, so it does not count.
     */
    static boolean unhealthy(SubmitResult result) {
        return result.unreachable() || result instanceof Unconfirmed;
    }

    /** Carries a result past the breaker, which counts exceptions only. */
    private static final class Unhealthy extends RuntimeException {
        private final transient SubmitResult result;

        Unhealthy(SubmitResult result) {
            super(null, null, false, false);
            this.result = result;
        }
    }
}
