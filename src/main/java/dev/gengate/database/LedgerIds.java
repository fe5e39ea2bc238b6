package dev.gengate.database;

import com.github.f4b6a3.uuid.factory.standard.TimeOrderedEpochFactory;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.UUID;

/**
 * Ids in the order of creation by the ledger's clock, on which purge, replays and listings rely. The ids of one replica
 * grow even if its clock is set back a little.
 */
@Singleton
public class LedgerIds {
    private final TimeOrderedEpochFactory factory;

    LedgerIds(Clock clock) {
        factory = new TimeOrderedEpochFactory(clock);
    }

    /** The next id. */
    public UUID next() {
        return factory.create();
    }
}
