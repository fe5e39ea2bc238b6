package dev.gengate.accounts;

import dev.gengate.generation.ProviderAccounts;
import dev.gengate.generation.account.AccountStore;
import dev.gengate.generation.account.BalanceStore;
import dev.gengate.generation.account.BalanceStore.KnownBalance;
import dev.gengate.provider.KieProvider;
import dev.gengate.schedule.Beat;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The balances of all accounts, each read by itself. */
@ApplicationScoped
public class BalanceWatch {
    /** The balance of each account in credits, as last read; NaN before the first reading. None of one that drains. */
    public static final String CREDITS = "gateway.credits";

    /** A caller waits less for a balance than the provider may take. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final List<AccountBalance> balances;

    BalanceWatch(
            KieProvider provider,
            BalanceStore store,
            AccountStore known,
            ProviderAccounts accounts,
            CreditsConfig config,
            Clock clock,
            MeterRegistry registry) {
        this.balances = accounts.names().stream()
                .map(name -> new AccountBalance(name, provider, store, known, config, clock))
                .toList();
        // an account that drains is not filled up again
        balances.stream().filter(one -> !draining(accounts, one)).forEach(one -> Gauge.builder(CREDITS, one::latest)
                .tag("account", one.account())
                .register(registry));
    }

    private static boolean draining(ProviderAccounts accounts, AccountBalance balance) {
        return accounts.named().stream()
                .anyMatch(account -> account.drain() && account.name().equals(balance.account()));
    }

    void start(@Observes StartupEvent event, Beat beat) {
        balances.forEach(
                one -> beat.every("watch of the balance of " + one.account(), Duration.ofSeconds(1), one::watch));
    }

    /** By account, each at most {@code gateway.credits.every} old; those are missing that cannot be read in a few seconds. */
    public Uni<Map<String, KnownBalance>> read() {
        return Multi.createFrom()
                .iterable(balances)
                .onItem()
                .transformToUni(one -> one.balance()
                        .ifNoItem()
                        .after(PATIENCE)
                        .recoverWithItem(Optional.empty())
                        .onFailure(failure -> balances.size() > 1)
                        .recoverWithItem(Optional.empty())
                        .map(balance -> Map.entry(one.account(), balance)))
                .merge(balances.size())
                .collect()
                .asList()
                .map(this::inOrder);
    }

    private Map<String, KnownBalance> inOrder(List<Map.Entry<String, Optional<KnownBalance>>> read) {
        Map<String, KnownBalance> known = new LinkedHashMap<>();
        balances.forEach(one -> read.stream()
                .filter(entry -> entry.getKey().equals(one.account()))
                .forEach(entry -> entry.getValue().ifPresent(balance -> known.put(one.account(), balance))));
        return known;
    }

    /** The highest of these accounts, in credits, as last read; NaN before the first reading. */
    public double latest(Collection<String> accounts) {
        return balances.stream()
                .filter(one -> accounts.contains(one.account()))
                .mapToDouble(AccountBalance::latest)
                .filter(balance -> !Double.isNaN(balance))
                .max()
                .orElse(Double.NaN);
    }
}
