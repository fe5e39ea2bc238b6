package dev.gengate.accounts;

import dev.gengate.generation.account.AccountStore;
import dev.gengate.generation.account.BalanceStore;
import dev.gengate.generation.account.BalanceStore.KnownBalance;
import dev.gengate.generation.account.BalanceStore.Look;
import dev.gengate.provider.KieProvider;
import dev.gengate.provider.answer.CreditReport;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Reads one account's balance when it is due, on one replica for all, and ends the pause of an empty account. */
final class AccountBalance {
    private static final Logger LOG = Logger.getLogger(AccountBalance.class);
    private static final int OFTENER_WHILE_PAUSED = 12;

    private final String account;
    private final KieProvider provider;
    private final BalanceStore store;
    private final AccountStore accounts;
    private final CreditsConfig config;
    private final Clock clock;
    private final SingleFlight<Optional<KnownBalance>> reading = new SingleFlight<>();
    private volatile double latest = Double.NaN;
    private volatile Instant nextLook = Instant.MIN;

    AccountBalance(
            String account,
            KieProvider provider,
            BalanceStore store,
            AccountStore accounts,
            CreditsConfig config,
            Clock clock) {
        this.account = account;
        this.provider = provider;
        this.store = store;
        this.accounts = accounts;
        this.config = config;
        this.clock = clock;
    }

    String account() {
        return account;
    }

    Uni<Void> watch() {
        Instant now = clock.instant();
        if (now.isBefore(nextLook)) {
            return Uni.createFrom().voidItem();
        }
        nextLook = now.plus(whilePaused());
        return look(now)
                .flatMap(look -> look.ours()
                        ? read(look).replaceWithVoid()
                        : Uni.createFrom().voidItem());
    }

    /** The balance, at most {@code gateway.credits.every} old; empty when it cannot be read. */
    Uni<Optional<KnownBalance>> balance() {
        Instant stale = clock.instant().minus(config.every());
        return look(clock.instant())
                .flatMap(look ->
                        look.balance() != null && look.balance().readAt().isAfter(stale)
                                ? Uni.createFrom().item(Optional.of(look.balance()))
                                : read(look));
    }

    /** In credits, as last read; NaN before the first reading. */
    double latest() {
        return latest;
    }

    private Uni<Look> look(Instant now) {
        return store.look(account, now, config.every(), whilePaused()).invoke(this::show);
    }

    private void show(Look look) {
        if (look.balance() != null) {
            latest = look.balance().credits().doubleValue();
        }
    }

    private Uni<Optional<KnownBalance>> read(Look look) {
        return reading.of(() -> provider.credits(account).flatMap(report -> keep(report, look)));
    }

    private Uni<Optional<KnownBalance>> keep(CreditReport report, Look look) {
        if (!(report instanceof CreditReport.Balance balance)) {
            LOG.warnf(
                    "balance of account %s not read: %s",
                    account, report.getClass().getSimpleName());
            return report instanceof CreditReport.KeyRejected
                    ? accounts.keyRejected(account).replaceWith(Optional.empty())
                    : Uni.createFrom().item(Optional.empty());
        }
        KnownBalance known = new KnownBalance(balance.credits(), clock.instant());
        latest = known.credits().doubleValue();
        return store.keep(account, known, look).invoke(this::resumed).replaceWith(Optional.of(known));
    }

    private void resumed(boolean resumed) {
        if (resumed) {
            LOG.infof("submissions to account %s resume: its credits suffice again, and its key is good", account);
        }
    }

    private Duration whilePaused() {
        return config.every().dividedBy(OFTENER_WHILE_PAUSED);
    }
}
