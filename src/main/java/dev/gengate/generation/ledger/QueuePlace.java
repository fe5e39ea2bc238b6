package dev.gengate.generation.ledger;

import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;

/**
 * An estimated place in the line of all callers: others may come, be cancelled or go first.
 *
 * @param position 1 is next
 * @param startsAt null while it is unknown, because credits do not suffice, or a stop has no end
 * @param withoutCredits whether credits do not suffice for it
 * @param acceptedToday submissions of the caller on that day, counted only for a caller with a daily limit
 * @param waiting queued rows in all
 * @param ownWaiting queued rows of the caller
 */
public record QueuePlace(
        long position, Instant startsAt, boolean withoutCredits, int acceptedToday, long waiting, long ownWaiting) {

    static QueuePlace of(Row row) {
        OffsetDateTime start = row.getOffsetDateTime(1);
        return new QueuePlace(
                row.getLong(0),
                start == null ? null : start.toInstant(),
                row.getBoolean(2),
                row.getInteger(3),
                row.getLong(4),
                row.getLong(5));
    }
}
