package dev.gengate.generation.search;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.gengate.generation.GenerationState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Which generations are looked for. Null, or an empty list: whatever it is. A range of creation times is a range of ids,
 * so it costs nothing.
 *
 * @param account at the provider that it was sent with
 * @param metadata entries as the ledger has them: {@code "team":"ads"}
 * @param from created at this time or later
 * @param to created before this time
 * @param endedFrom ended at this time or later
 * @param endedTo ended before this time
 * @param text its id, its task's id, its correlation id or its idempotency key
 * @param id the text, if it is one
 * @param lived how long a generation may be open at most
 */
public record Search(
        String caller,
        GenerationState state,
        String model,
        String account,
        String failureCode,
        String correlationId,
        List<String> metadata,
        Instant from,
        Instant to,
        Instant endedFrom,
        Instant endedTo,
        String text,
        UUID id,
        Duration lived) {
    private static final UUID FIRST = new UUID(0, 0);
    private static final UUID LAST = new UUID(-1, -1);

    /** The same of this state alone. */
    public Search in(GenerationState one) {
        return of(one, endedFrom);
    }

    /** The same of those that have ended. */
    public Search ended() {
        return of(state, endedFrom == null ? Instant.EPOCH : endedFrom);
    }

    private Search of(GenerationState one, Instant ended) {
        return new Search(
                caller,
                one,
                model,
                account,
                failureCode,
                correlationId,
                metadata,
                from,
                to,
                ended,
                endedTo,
                text,
                id,
                lived);
    }

    /** Ids from this one on. */
    public UUID firstId() {
        Instant earliest = from;
        if (endedFrom != null) {
            Instant born = endedFrom.minus(lived);
            earliest = from == null || born.isAfter(from) ? born : from;
        }
        return earliest == null || earliest.isBefore(Instant.EPOCH)
                ? FIRST
                : UuidCreator.getTimeOrderedEpochMin(earliest);
    }

    /** Ids before this one. */
    public UUID endId() {
        Instant latest = to;
        if (endedTo != null && (to == null || endedTo.isBefore(to))) {
            latest = endedTo;
        }
        return latest == null ? LAST : UuidCreator.getTimeOrderedEpochMin(latest);
    }

    /** The time in an id of the ledger. */
    public static Instant timeOf(UUID id) {
        return Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
    }
}
