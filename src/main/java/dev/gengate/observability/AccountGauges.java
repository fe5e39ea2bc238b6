package dev.gengate.observability;

import dev.gengate.generation.GenerationState;
import dev.gengate.generation.ProviderAccounts;
import dev.gengate.generation.figures.AccountFigures;
import dev.gengate.generation.figures.AccountFiguresStore;
import dev.gengate.generation.figures.LedgerFigures;
import dev.gengate.schedule.Beat;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Gauges of each account. Those of the only one come from the ledger's figures and cost no statement. */
@ApplicationScoped
class AccountGauges {
    /** Free slots of the account's limit. */
    static final String FREE_SLOTS = "gateway.account.free.slots";
    /** Its tasks at the provider. */
    static final String RUNNING = "gateway.account.running";
    /** Whether nothing is sent with it (0 or 1), by cause: key, credits, pause (the provider's), brake (an operator's). */
    static final String STOPPED = "gateway.account.stopped";

    private static final List<String> CAUSES = List.of("key", "credits", "pause", "brake");

    private final AccountFiguresStore store;
    private final ProviderAccounts accounts;
    private final GaugesConfig config;
    private final MeterRegistry registry;
    private volatile List<AccountFigures> figures = List.of();

    AccountGauges(AccountFiguresStore store, ProviderAccounts accounts, GaugesConfig config, MeterRegistry registry) {
        this.store = store;
        this.accounts = accounts;
        this.config = config;
        this.registry = registry;
        accounts.named()
                .forEach(account -> register(
                        account.name(),
                        () -> number(account.name(), AccountFigures::freeSlots),
                        () -> number(account.name(), AccountFigures::running),
                        cause -> number(account.name(), read -> stopped(read, cause) ? 1 : 0)));
    }

    void start(@Observes StartupEvent event, Beat beat) {
        if (several()) {
            beat.every("count of the accounts", config.every(), this::look);
        }
    }

    boolean several() {
        return accounts.several();
    }

    /** The only account's, out of the ledger's figures; null before there are any. */
    void ofTheOnlyOne(Supplier<LedgerFigures> ledger) {
        register(
                ProviderAccounts.DEFAULT,
                () -> ledger.get() == null ? 0 : ledger.get().freeSlots(),
                () -> ledger.get() == null ? 0 : running(ledger.get()),
                cause -> ledger.get() != null && stopped(ledger.get(), cause) ? 1 : 0);
    }

    /** A rejected key never stops it: each generation fails by itself. */
    private static boolean stopped(LedgerFigures read, String cause) {
        boolean brake = read.brakes().get("all") > 0;
        return switch (cause) {
            case "credits" -> read.withoutCredits();
            case "pause" -> read.askedToPause() && !brake;
            case "brake" -> brake;
            default -> false;
        };
    }

    /**
     * Of each of several accounts: that it sends, or what it is stopped by, on this replica a breaker included. As they were
     * last looked at.
     */
    Map<String, String> states() {
        Map<String, String> states = new TreeMap<>();
        figures.forEach(read -> states.put(read.account(), state(read)));
        return states;
    }

    private static String state(AccountFigures read) {
        String causes = Stream.concat(
                        CAUSES.stream().filter(cause -> stopped(read, cause)),
                        Stream.of("breaker").filter(cause -> !read.callable()))
                .collect(Collectors.joining(", "));
        return causes.isEmpty() ? "sends" : "stopped: " + causes;
    }

    /** Of all accounts together. */
    int freeSlots() {
        return figures.stream().mapToInt(AccountFigures::freeSlots).sum();
    }

    boolean allStopped() {
        return !figures.isEmpty() && figures.stream().allMatch(AccountFigures::stopped);
    }

    Uni<Void> look() {
        return store.look().invoke(read -> figures = read).replaceWithVoid();
    }

    private void register(
            String account, Supplier<Number> free, Supplier<Number> running, Function<String, Number> stopped) {
        Gauge.builder(FREE_SLOTS, free).tag("account", account).register(registry);
        Gauge.builder(RUNNING, running).tag("account", account).register(registry);
        CAUSES.forEach(cause -> Gauge.builder(STOPPED, () -> stopped.apply(cause))
                .tag("account", account)
                .tag("cause", cause)
                .register(registry));
    }

    private Number number(String account, Function<AccountFigures, Number> value) {
        Predicate<AccountFigures> its = read -> read.account().equals(account);
        return figures.stream().filter(its).findFirst().map(value).orElse(0);
    }

    private static boolean stopped(AccountFigures read, String cause) {
        return switch (cause) {
            case "key" -> read.keyRejectedAt() != null;
            case "credits" -> read.emptySince() != null || read.stoppedFrom() != null;
            case "pause" -> read.pausedUntil() != null;
            default -> read.brakedUntil() != null;
        };
    }

    private static long running(LedgerFigures read) {
        return read.open().entrySet().stream()
                .filter(state -> state.getKey() != GenerationState.QUEUED)
                .mapToLong(Map.Entry::getValue)
                .sum();
    }
}
