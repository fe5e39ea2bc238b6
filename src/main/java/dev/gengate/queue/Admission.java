package dev.gengate.queue;

import dev.gengate.access.CallersConfig;
import dev.gengate.generation.AdmissionRules;
import dev.gengate.generation.CallerWeights;
import dev.gengate.generation.DeadlineConfig;
import dev.gengate.generation.ReconcileConfig;
import dev.gengate.provider.ProviderConfig;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** Builds the rules of admission from the configuration, once. */
class Admission {
    /** Added to the longest createTask call: time to store its answer, with a database outage in between. */
    private static final Duration LEASE_MARGIN = Duration.ofSeconds(15);

    @Produces
    @Singleton
    AdmissionRules rules(
            AdmissionConfig submission,
            RateLimitConfig limits,
            ProviderRateLimit pace,
            ProviderConfig provider,
            ReconcileConfig reconcile,
            DeadlineConfig deadline) {
        return new AdmissionRules(
                pace.slots(),
                pace.window(),
                limits.maxRunning(),
                submission.maxQueued(),
                submission.maxQueuedPerCaller(),
                submission.withoutCredits() == EmptyAccountPolicy.QUEUE,
                reconcile.after(),
                provider.connectTimeout().plus(provider.readTimeout()).plus(LEASE_MARGIN),
                deadline.result(),
                deadline.confirmation());
    }

    @Produces
    @Singleton
    CallerWeights weights(CallersConfig callers) {
        return new CallerWeights(callers.byName().entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, caller -> caller.getValue().weight())));
    }
}
