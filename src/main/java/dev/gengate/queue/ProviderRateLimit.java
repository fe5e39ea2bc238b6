package dev.gengate.queue;

import dev.gengate.generation.AdmissionRules;
import dev.gengate.generation.Generation;
import dev.gengate.generation.ProviderAccount;
import dev.gengate.generation.ProviderAccounts;
import dev.gengate.generation.account.AccountStore;
import dev.gengate.generation.account.AccountStore.Stop;
import dev.gengate.generation.account.RateLimitStore;
import dev.gengate.provider.KieProvider;
import dev.gengate.provider.answer.SubmitResult;
import dev.gengate.startup.StartupWait;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * The provider's limit as a ring of slots in the database, and the pause of all replicas when the provider answers "too
 * fast" or "not now". The statements that admit and claim generations take slots in the same transaction, so a restart
 * forgets nothing.
 */
@ApplicationScoped
public class ProviderRateLimit {
    /** With more slots, finding a free one would be slow; the window is cut instead: stricter, never looser. */
    static final int MOST_SLOTS = 1_000;

    private static final Logger LOG = Logger.getLogger(ProviderRateLimit.class);
    /** Calls sent a window apart may reach the provider slightly closer together. */
    private static final double DRIFT = 0.025;

    private static final Duration MOST_DRIFT = Duration.ofMillis(100);
    /** The longest time from taking a slot to sending its call that the drift covers. */
    private static final Duration LATE = Duration.ofMillis(50);

    private static final Duration LONG_WINDOW = Duration.ofSeconds(1);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    /** A limit of a key itself is one of an hour or a day. */
    private static final Duration FIRST_PAUSE_OF_KEY = Duration.ofMinutes(1);

    private static final Duration LONGEST_PAUSE_OF_KEY = Duration.ofMinutes(30);

    private final ProviderAccounts accounts;
    private final AdmissionRules rules;
    private final RateLimitStore store;
    private final AccountStore named;
    private final KieProvider provider;

    ProviderRateLimit(
            ProviderAccounts accounts,
            AdmissionRules rules,
            RateLimitStore store,
            AccountStore named,
            KieProvider provider) {
        this.accounts = accounts;
        this.rules = rules;
        this.store = store;
        this.named = named;
        this.provider = provider;
    }

    void addSlots(@Observes StartupEvent event) {
        StartupWait.forLedger(
                Uni.createFrom().deferred(() -> accounts.several() ? named.add() : store.addSlots(rules.slots())));
    }

    /** The number of slots in the ring. */
    static int slots(int limit) {
        return Math.min(limit, MOST_SLOTS);
    }

    /** How long a slot stays taken after use. */
    static Duration window(int limit, Duration period) {
        double nanos = (double) period.toNanos() * slots(limit) / limit;
        return Duration.ofNanos((long) (nanos + Math.min(nanos * DRIFT, MOST_DRIFT.toNanos())));
    }

    /**
     * The generation's call is sent this long after its slot was taken: on a busy replica, or for lack of a connection.
     * Runs a statement only if the call is late and the window long enough for it to matter: it would slow down
     * thousands of slots a second.
     */
    public void departed(Generation attempt, Duration afterwards) {
        Duration window = windowOf(attempt.account());
        if (afterwards.compareTo(LATE) > 0 && window.compareTo(LONG_WINDOW) >= 0) {
            store.leftLate(attempt.id(), window)
                    .subscribe()
                    .with(
                            done -> {},
                            failure -> LOG.debugf("slot of a late call not extended: %s", failure.getMessage()));
        }
    }

    private Duration windowOf(String account) {
        return accounts.named().stream()
                .filter(one -> one.name().equals(account))
                .map(ProviderAccount::window)
                .findFirst()
                .orElse(rules.window());
    }

    /** Pauses submissions on all replicas: as long as the provider asked, or longer with every strike. */
    Uni<Void> pause(String account, SubmitResult.TryLater cause) {
        LOG.infof("submissions to account %s pause: %s", account, cause.reason());
        String reason = cause.reason().name();
        Duration asked = cause.retryAfter().orElse(null);
        return accounts.several()
                ? named.pause(account, reason, asked, FIRST_PAUSE, LONGEST_PAUSE)
                : store.pause(reason, asked, FIRST_PAUSE, LONGEST_PAUSE);
    }

    /**
     * Stops an account because of what the provider says of its key: the generation may go to another one, or wait for
     * this one. A rejected key stops a named account only: with the only one, each generation fails by itself.
     */
    Uni<Stop> stopped(Generation attempt, SubmitResult.Refusal refusal) {
        String account = attempt.account();
        return switch (refusal) {
            case KEY_REJECTED ->
                accounts.several()
                        ? named.keyRefused(attempt, provider.keyAccepted(account))
                                .invoke(stop -> told(account, refusal, stop))
                        : Uni.createFrom().item(Stop.NOTHING);
            case KEY_LIMIT ->
                pauseOfKey(account, refusal.name())
                        .replaceWith(Stop.ACCOUNT)
                        .invoke(stop -> told(account, refusal, stop));
            case NO_CREDITS, INVALID_INPUT, UNSUPPORTED -> Uni.createFrom().item(Stop.NOTHING);
        };
    }

    private Uni<Void> pauseOfKey(String account, String reason) {
        return accounts.several()
                ? named.pause(account, reason, null, FIRST_PAUSE_OF_KEY, LONGEST_PAUSE_OF_KEY)
                : store.pause(reason, null, FIRST_PAUSE_OF_KEY, LONGEST_PAUSE_OF_KEY);
    }

    private static void told(String account, SubmitResult.Refusal refusal, Stop stop) {
        if (stop == Stop.ACCOUNT) {
            LOG.warnf("submissions to account %s stop: %s", account, refusal);
        }
    }
}
