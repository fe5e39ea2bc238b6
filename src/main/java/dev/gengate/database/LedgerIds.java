package dev.gengate.database;

import com.github.f4b6a3.uuid.factory.standard.TimeOrderedEpochFactory;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.UUID;

/**
 * Ids in the order of creation, by the ledger's clock: purge, replays and listings take them so. Those of one replica
 * grow even where its clock is put back a little.
 */
@Singleton
public class LedgerIds {
    private final TimeOrderedEpochFactory factory;

    LedgerIds(Clock clock) {
        factory = new TimeOrderedEpochFactory(clock);
    }

    /** One more. */
    public UUID next() {
        return factory.create();
    }
}
