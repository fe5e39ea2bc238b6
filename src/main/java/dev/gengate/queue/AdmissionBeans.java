package dev.gengate.queue;

import dev.gengate.access.CallersConfig;
import dev.gengate.generation.AdmissionRules;
import dev.gengate.generation.CallerWeights;
import dev.gengate.generation.DeadlineConfig;
import dev.gengate.generation.ProviderAccount;
import dev.gengate.generation.ProviderAccounts;
import dev.gengate.generation.ReconcileConfig;
import dev.gengate.provider.ProviderConfig;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Builds the rules of admission from the configuration, once. */
class AdmissionBeans {
    /** Added to the longest createTask call: time to store its answer, with a database outage in between. */
    private static final Duration LEASE_MARGIN = Duration.ofSeconds(15);

    @Produces
    @Singleton
    AdmissionRules rules(
            AdmissionConfig submission,
            RateLimitConfig limits,
            ProviderAccounts accounts,
            ProviderConfig provider,
            ReconcileConfig reconcile,
            DeadlineConfig deadline) {
        ProviderAccount together = accounts.several()
                ? together(accounts.open())
                : account(ProviderAccounts.DEFAULT, limits.limit(), limits.period(), limits.maxRunning(), 0, false);
        return new AdmissionRules(
                together.slots(),
                together.window(),
                together.maxRunning(),
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
    ProviderAccounts accounts(ProviderConfig provider, RateLimitConfig limits, CallersConfig callers) {
        List<ProviderAccount> named = new ArrayList<>();
        provider.accounts()
                .forEach((name, own) -> named.add(account(
                        name,
                        own.limit().orElse(limits.limit()),
                        own.period().orElse(limits.period()),
                        own.maxRunning().orElse(limits.maxRunning()),
                        own.order(),
                        own.drain())));
        named.sort(Comparator.comparingInt(ProviderAccount::order).thenComparing(ProviderAccount::name));
        Map<String, List<String>> ofCallers = new TreeMap<>();
        callers.byName().forEach((caller, own) -> own.accounts().ifPresent(names -> ofCallers.put(caller, names)));
        return new ProviderAccounts(List.copyOf(named), ofCallers);
    }

    private static ProviderAccount account(
            String name, int limit, Duration period, int maxRunning, int order, boolean drain) {
        return new ProviderAccount(
                name,
                order,
                ProviderRateLimit.slots(limit),
                ProviderRateLimit.window(limit, period),
                maxRunning,
                drain);
    }

    /** All of them as if they were one: what places in the queue are estimated by. */
    private static ProviderAccount together(List<ProviderAccount> accounts) {
        int slots = accounts.stream().mapToInt(ProviderAccount::slots).sum();
        double perNano = accounts.stream()
                .mapToDouble(one -> (double) one.slots() / one.window().toNanos())
                .sum();
        boolean unlimited = accounts.stream().anyMatch(one -> one.maxRunning() == 0);
        int running = accounts.stream().mapToInt(ProviderAccount::maxRunning).sum();
        Duration window = slots == 0 ? Duration.ofSeconds(1) : Duration.ofNanos((long) (slots / perNano));
        return new ProviderAccount("", 0, Math.max(1, slots), window, unlimited ? 0 : running, false);
    }

    @Produces
    @Singleton
    CallerWeights weights(CallersConfig callers) {
        return new CallerWeights(callers.byName().entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, caller -> caller.getValue().weight())));
    }
}
