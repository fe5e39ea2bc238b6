package dev.gengate.proof.faults;

import dev.gengate.proof.audit.Spending;
import dev.gengate.proof.cluster.LedgerView;
import dev.gengate.proof.cluster.Log;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Lets the gateway watch its balance from the begin of a run on, and reads what it then says that all has cost. */
final class SpendingWatch {
    /** How often the balance is read and the usage rolled up. */
    static final Duration EVERY = Duration.ofSeconds(3);

    private static final Duration PATIENCE = Duration.ofSeconds(150);
    /** After each of these the balance was read again, of each of two hours. */
    private static final int ROUNDS = 8;

    private final LedgerView ledger;

    SpendingWatch(LedgerView ledger) {
        this.ledger = ledger;
    }

    /** Once the balance has been read; before anything is charged. */
    void begin() {
        await("the balance was not read", ledger::readsTheBalance);
        ledger.watchUsage();
    }

    /** When nothing is open and nothing more will be charged. */
    Spending end() {
        long before = ledger.rolledUp();
        await("the usage was not rolled up", () -> ledger.notRolledUp() == 0 && ledger.rolledUp() >= before + ROUNDS);
        return new Spending(ledger.usage(), ledger.fall(), ledger.drift());
    }

    private static void await(String otherwise, Callable<Boolean> condition) {
        try {
            Awaitility.await().atMost(PATIENCE).ignoreExceptions().until(condition);
        } catch (ConditionTimeoutException e) {
            Log.line(otherwise);
        }
    }
}
