package dev.gengate.provider;

import dev.gengate.generation.ProviderAccounts;
import dev.gengate.provider.answer.SubmitResult;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** One account at the provider: the client with its key, and whether createTask is worth a call with it now. */
final class KieAccount {
    private final KieApi api;
    private final Breaker breaker;
    private final ConnectBackOff backOff;
    private final LoneFailures lone;
    private final Clock clock;
    private final AtomicReference<Instant> accepted = new AtomicReference<>(Instant.MIN);

    private KieAccount(ProviderConfig config, String apiKey, Clock clock) {
        this.api = KieClient.build(config, apiKey);
        this.breaker = new Breaker(config.breaker());
        this.backOff = new ConnectBackOff(clock);
        this.lone = new LoneFailures(clock);
        this.clock = clock;
    }

    /** The named ones, or the only one. */
    static Map<String, KieAccount> all(ProviderConfig config, Clock clock) {
        Map<String, KieAccount> accounts = new LinkedHashMap<>();
        config.accounts().forEach((name, own) -> accounts.put(name, new KieAccount(config, own.apiKey(), clock)));
        if (accounts.isEmpty()) {
            accounts.put(
                    ProviderAccounts.DEFAULT,
                    new KieAccount(config, config.apiKey().orElse(""), clock));
        }
        return accounts;
    }

    KieApi api() {
        return api;
    }

    /** Makes a createTask call unless the breaker is open. */
    Uni<SubmitResult> call(TaskRequest request, Supplier<Uni<SubmitResult>> createTask) {
        long begun = lone.begin();
        return breaker.call(() -> watched(createTask.get()), result -> lone.isOneOf(request, begun, result));
    }

    /** Whether the call has to wait for its model or its caller alone; asked where it would be made otherwise. */
    boolean holds(TaskRequest request) {
        return breaker.room() > 0 && lone.holds(request);
    }

    /** Whether calls to the model wait for themselves now. */
    boolean holds(String model) {
        return lone.holds(model);
    }

    /** Notes a call whose answer shows that the key was good when it began. */
    <T> Uni<T> noting(Predicate<T> good, Uni<T> call) {
        return Uni.createFrom()
                .item(clock::instant)
                .flatMap(begun -> call.invoke(result -> {
                    if (good.test(result)) {
                        accepted.accumulateAndGet(begun, (one, other) -> one.isAfter(other) ? one : other);
                    }
                }));
    }

    /** When the latest call began for which the key was good; empty before the first. */
    Optional<Instant> accepted() {
        return Optional.of(accepted.get()).filter(Instant.MIN::isBefore);
    }

    int room() {
        return Math.min(breaker.room(), backOff.room());
    }

    private Uni<SubmitResult> watched(Uni<SubmitResult> call) {
        return Uni.createFrom()
                .item(backOff::begin)
                .flatMap(begun -> call.invoke(result -> backOff.end(begun, !result.unreachable())));
    }
}
