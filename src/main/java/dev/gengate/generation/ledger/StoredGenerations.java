package dev.gengate.generation.ledger;

import dev.gengate.generation.Generation;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Rows as the ledger holds them. One that cannot be read, made by hand or by another release, does not hide the others.
 *
 * @param unreadable ids of the rows of which no event can be made
 */
public record StoredGenerations(List<Generation> readable, List<UUID> unreadable) {

    /** A row that has been read, checked as those of the ledger are. */
    public static StoredGenerations of(Generation row) {
        return StoredJson.of(row)
                ? new StoredGenerations(List.of(row), List.of())
                : new StoredGenerations(List.of(), List.of(row.id()));
    }

    /** The greatest id as the ledger orders them, which is by their text. */
    public Optional<UUID> last() {
        return Stream.concat(readable.stream().map(Generation::id), unreadable.stream())
                .max(Comparator.comparing(UUID::toString));
    }

    /** How many rows there are of both. */
    public int size() {
        return readable.size() + unreadable.size();
    }
}
