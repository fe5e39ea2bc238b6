package dev.gengate.custody;

import dev.gengate.custody.fetch.FirstBytes;
import dev.gengate.generation.Generation;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The name of a result in the store: {@code 2026/01/31/{id}/{n}.png}. */
final class ObjectKey {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("uuuu/MM/dd", Locale.ROOT).withZone(ZoneOffset.UTC);

    private ObjectKey() {}

    /** @param number of the result, from 1 */
    static String of(Generation row, int number, String mediaType) {
        return DAY.format(row.createdAt()) + "/" + row.id() + "/" + number + "." + FirstBytes.extension(mediaType);
    }
}
