package dev.gengate.provider;

import dev.gengate.provider.SubmitResult.TryLater;
import dev.gengate.provider.SubmitResult.Unconfirmed;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.faulttolerance.api.TypedGuard;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.util.TypeLiteral;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;

/** The circuit breaker around createTask: while the provider is down, nothing is sent and nothing turns unconfirmed. */
final class Breaker {
    private final TypedGuard<Uni<SubmitResult>> guard;
    private volatile boolean open;

    Breaker(ProviderConfig.Breaker config) {
        guard = TypedGuard.create(new TypeLiteral<Uni<SubmitResult>>() {})
                .withDescription("createTask")
                .withCircuitBreaker()
                .requestVolumeThreshold(config.requests())
                .failureRatio(config.failureRatio())
                .delay(config.delay().toMillis(), ChronoUnit.MILLIS)
                .failOn(Unhealthy.class)
                .onStateChange(state -> open = state == CircuitBreakerState.OPEN)
                .done()
                .build();
    }

    /** Makes the call unless the breaker is open; the call itself never fails. */
    Uni<SubmitResult> call(Supplier<Uni<SubmitResult>> createTask) {
        return guard.get(() -> createTask.get().onItem().invoke(Breaker::count))
                .onFailure(Unhealthy.class)
                .recoverWithItem(failure -> failure.result)
                .onFailure(CircuitBreakerOpenException.class)
                .recoverWithItem(() -> new TryLater(TryLater.Reason.BREAKER_OPEN, Optional.empty()));
    }

    /** True while no call is let through. */
    boolean open() {
        return open;
    }

    private static void count(SubmitResult result) {
        if (unhealthy(result)) {
            throw new Unhealthy(result);
        }
    }

    /** Whether the result speaks of a provider that is down, rather than of one that answers. */
    static boolean unhealthy(SubmitResult result) {
        if (result instanceof TryLater later) {
            return later.reason() == TryLater.Reason.UNREACHABLE;
        }
        return result instanceof Unconfirmed lost && lost.reason() != Unconfirmed.Reason.UNREADABLE_ANSWER;
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
