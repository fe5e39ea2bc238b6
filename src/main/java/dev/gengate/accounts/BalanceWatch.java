package dev.gengate.accounts;

import dev.gengate.database.Beat;
import dev.gengate.generation.account.BalanceStore;
import dev.gengate.generation.account.BalanceStore.KnownBalance;
import dev.gengate.generation.account.BalanceStore.Look;
import dev.gengate.provider.KieProvider;
import dev.gengate.provider.answer.CreditReport;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Reads the account's balance when it is due, on one replica for all, and ends the pause of an empty account. */
@ApplicationScoped
public class BalanceWatch {
    /** The account's balance in credits, as last read; NaN before the first reading. */
    public static final String CREDITS = "gateway.credits";

    private static final Logger LOG = Logger.getLogger(BalanceWatch.class);
    private static final int OFTENER_WHILE_PAUSED = 12;

    private final KieProvider provider;
    private final BalanceStore store;
    private final CreditsConfig config;
    private final Clock clock;
    private volatile double latest = Double.NaN;
    private volatile Instant nextLook = Instant.MIN;

    BalanceWatch(KieProvider provider, BalanceStore store, CreditsConfig config, Clock clock, MeterRegistry registry) {
        this.provider = provider;
        this.store = store;
        this.config = config;
        this.clock = clock;
        Gauge.builder(CREDITS, () -> latest).register(registry);
    }

    void start(@Observes StartupEvent event, Beat beat) {
        beat.every(Duration.ofSeconds(1), this::watch);
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
                        : Uni.createFrom().voidItem())
                .onFailure()
                .invoke(failure -> LOG.debugf("balance not checked: %s", failure.getMessage()))
                .onFailure()
                .recoverWithNull();
    }

    /** The balance, at most {@code gateway.credits.every} old; empty when it cannot be read. */
    public Uni<Optional<KnownBalance>> balance() {
        Instant stale = clock.instant().minus(config.every());
        return look(clock.instant())
                .flatMap(look ->
                        look.balance() != null && look.balance().readAt().isAfter(stale)
                                ? Uni.createFrom().item(Optional.of(look.balance()))
                                : read(look));
    }

    /** In credits, as last read; NaN before the first reading. */
    public double latest() {
        return latest;
    }

    private Uni<Look> look(Instant now) {
        return store.look(now, config.every(), whilePaused()).invoke(this::show);
    }

    private void show(Look look) {
        if (look.balance() != null) {
            latest = look.balance().credits().doubleValue();
        }
    }

    private Uni<Optional<KnownBalance>> read(Look look) {
        return provider.credits().flatMap(report -> keep(report, look));
    }

    private Uni<Optional<KnownBalance>> keep(CreditReport report, Look look) {
        if (!(report instanceof CreditReport.Balance balance)) {
            LOG.warnf("balance not read: %s", report.getClass().getSimpleName());
            return Uni.createFrom().item(Optional.empty());
        }
        KnownBalance known = new KnownBalance(balance.credits(), clock.instant());
        latest = known.credits().doubleValue();
        return store.keep(known, look).invoke(BalanceWatch::resumed).replaceWith(Optional.of(known));
    }

    private static void resumed(boolean resumed) {
        if (resumed) {
            LOG.info("submissions resume: the account's credits suffice again");
        }
    }

    private Duration whilePaused() {
        return config.every().dividedBy(OFTENER_WHILE_PAUSED);
    }
}
