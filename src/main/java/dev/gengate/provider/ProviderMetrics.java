package dev.gengate.provider;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.function.Function;

/** What is counted and timed of calls to the provider. */
@ApplicationScoped
class ProviderMetrics {
    /** Calls by operation and outcome, with their latency. */
    static final String CALLS = "gateway.provider.calls";

    private final MeterRegistry registry;

    ProviderMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** The same call, timed from its subscription to its answer. */
    <T> Uni<T> timed(String operation, Function<T, String> outcome, Uni<T> call) {
        return Uni.createFrom().deferred(() -> {
            Timer.Sample sample = Timer.start(registry);
            return call.invoke(answer -> sample.stop(timer(operation, outcome.apply(answer))));
        });
    }

    static String outcome(SubmitResult result) {
        if (result instanceof SubmitResult.Accepted) {
            return "accepted";
        }
        if (result instanceof SubmitResult.Refused) {
            return "refused";
        }
        return result instanceof SubmitResult.TryLater ? "try_later" : "unconfirmed";
    }

    static String outcome(TaskReport report) {
        return report instanceof TaskReport.Unavailable ? "unavailable" : "ok";
    }

    static String outcome(CreditReport report) {
        return report instanceof CreditReport.Balance ? "ok" : "unavailable";
    }

    private Timer timer(String operation, String outcome) {
        return Timer.builder(CALLS)
                .tag("operation", operation)
                .tag("outcome", outcome)
                .publishPercentileHistogram()
                .maximumExpectedValue(Duration.ofSeconds(60))
                .register(registry);
    }
}
