package dev.gengate.generation.ledger;

import dev.gengate.generation.Generation;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Rows of the ledger. A row that cannot be read, made by hand or by another release, does not hide the others.
 *
 * @param unreadable ids of the rows from which no event can be made
 */
public record StoredGenerations(List<Generation> readable, List<UUID> unreadable) {

    /** One row, checked like those read from the ledger. */
    public static StoredGenerations of(Generation row) {
        return StoredJson.of(row)
                ? new StoredGenerations(List.of(row), List.of())
                : new StoredGenerations(List.of(), List.of(row.id()));
    }

    /** The greatest id in the ledger's order. */
    public Optional<UUID> last() {
        return Stream.concat(readable.stream().map(Generation::id), unreadable.stream())
                .max(Comparator.comparing(UUID::toString));
    }

    /** The number of all rows. */
    public int size() {
        return readable.size() + unreadable.size();
    }
}
