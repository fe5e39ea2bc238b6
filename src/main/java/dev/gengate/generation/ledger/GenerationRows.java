package dev.gengate.generation.ledger;

import dev.gengate.generation.Failure;
import dev.gengate.generation.Generation;
import dev.gengate.generation.GenerationState;
import dev.gengate.generation.ProviderAccounts;
import dev.gengate.generation.Reservation;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Converts rows to records; column positions follow {@link GenerationSql#COLUMNS}. */
public final class GenerationRows {
    private static final Set<String> NOT_SENT =
            Set.of(GenerationState.QUEUED.wireName(), GenerationState.CANCELLED.wireName());

    private GenerationRows() {}

    static List<Generation> all(RowSet<Row> rows) {
        List<Generation> generations = new ArrayList<>(rows.size());
        for (Row row : rows) {
            generations.add(one(row));
        }
        return generations;
    }

    /** The readable rows, and the ids of the others; a row without an id is none. */
    public static StoredGenerations stored(RowSet<Row> rows) {
        List<Generation> readable = new ArrayList<>(rows.size());
        List<UUID> unreadable = new ArrayList<>();
        for (Row row : rows) {
            Generation generation = row.getUUID(0) == null ? null : readable(row);
            if (generation == null && row.getUUID(0) != null) {
                unreadable.add(row.getUUID(0));
            } else if (generation != null) {
                readable.add(generation);
            }
        }
        return new StoredGenerations(readable, unreadable);
    }

    /** Null for a row with values that this release never writes. */
    private static Generation readable(Row row) {
        try {
            Generation generation = one(row);
            return StoredJson.of(generation) ? generation : null;
        } catch (RuntimeException unreadable) {
            return null;
        }
    }

    /** The first row, or null. */
    static Generation first(RowSet<Row> rows) {
        return rows.size() == 0 ? null : one(rows.iterator().next());
    }

    /** The column after those of a committed row: the outbox entry that holds the events; null if it holds none. */
    static Long outboxEntry(RowSet<Row> rows) {
        return rows.iterator().next().getLong(27);
    }

    private static Generation one(Row row) {
        String failureCode = row.getString(15);
        Instant completedAt = instant(row, 21);
        return new Generation(
                row.getUUID(0),
                row.getString(1),
                row.getBuffer(2).getBytes(),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                GenerationState.ofWireName(row.getString(8)).orElseThrow(),
                row.getInteger(9),
                row.getInteger(10),
                instant(row, 11),
                instant(row, 12),
                row.getString(13),
                ResultsJson.stored(row.getString(14), completedAt),
                row.getString(22),
                failureCode == null ? null : new Failure(failureCode, row.getString(16)),
                row.getBigDecimal(17),
                row.getString(18),
                instant(row, 19),
                instant(row, 20),
                completedAt,
                new Reservation(row.getString(23), row.getBigDecimal(24), row.getBigDecimal(25)),
                account(row));
    }

    /** A row without one is of the only account, unless no task of it can be anywhere: it ended in the queue. */
    private static String account(Row row) {
        String account = row.getString(26);
        String state = row.getString(8);
        boolean expiredInTheQueue = state.equals(GenerationState.EXPIRED.wireName()) && row.getString(13) == null;
        boolean sent = row.getInteger(9) > 0 && !NOT_SENT.contains(state) && !expiredInTheQueue;
        return account == null && sent ? ProviderAccounts.DEFAULT : account;
    }

    private static Instant instant(Row row, int column) {
        OffsetDateTime time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant();
    }

    public static OffsetDateTime timestamp(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
