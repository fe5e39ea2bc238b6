package dev.gengate.support;

import dev.gengate.generation.Generation;
import dev.gengate.generation.GenerationState;
import dev.gengate.generation.Reservation;
import java.time.Instant;
import java.util.UUID;

/** Rows of generations that never were in a ledger, for tests of what only reads them. */
public final class GenerationRow {
    private GenerationRow() {}

    /** One that has ended, of the model {@code m}, by the task {@code t}, all at the epoch. */
    public static Generation ended(UUID id, String input, GenerationState state, String results) {
        return new Generation(
                id,
                "ads",
                new byte[32],
                "m",
                input,
                null,
                "{}",
                null,
                state,
                1,
                0,
                Instant.EPOCH,
                Instant.EPOCH,
                "t",
                results,
                null,
                null,
                null,
                null,
                Instant.EPOCH,
                Instant.EPOCH,
                Instant.EPOCH,
                Reservation.UNKNOWN,
                "default");
    }
}
