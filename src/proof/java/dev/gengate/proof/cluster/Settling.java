package dev.gengate.proof.cluster;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Waits until the gateway has nothing left to do, or plainly does not go on. */
public final class Settling {
    private static final Duration BETWEEN = Duration.ofSeconds(1);
    /** Longer than any lease, and than results wait for their next try: if nothing moved for so long, nothing will. */
    private static final Duration STANDSTILL = Duration.ofSeconds(80);

    private final LedgerView ledger;
    private String last = "";
    private long lastMoved = System.nanoTime();

    public Settling(LedgerView ledger) {
        this.ledger = ledger;
    }

    /** Whether everything ended and was published in this time. */
    public boolean await(Duration patience) {
        try {
            Awaitility.await()
                    .atMost(patience)
                    .pollInterval(BETWEEN)
                    .ignoreExceptions()
                    .until(() -> done() || stands());
        } catch (ConditionTimeoutException e) {
            Log.line("not settled in time");
        }
        Log.line("settled: %s", last);
        return done();
    }

    private boolean done() {
        return ledger.open() == 0 && ledger.unpublished() == 0;
    }

    private boolean stands() {
        long open = ledger.open();
        String now = open + " open, " + ledger.unpublished() + " unpublished";
        if (!now.equals(last)) {
            last = now;
            lastMoved = System.nanoTime();
        }
        return open == 0 && System.nanoTime() - lastMoved > STANDSTILL.toNanos();
    }
}
