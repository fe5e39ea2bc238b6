package dev.gengate.custody;

import dev.gengate.custody.fetch.FirstBytes;
import dev.gengate.generation.Generation;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The name of a result in the store: {@code 2026/01/31/{id}/{n}.png}. */
final class ObjectKey {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("uuuu/MM/dd", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final Pattern KEY = Pattern.compile("\\d{4}/\\d{2}/\\d{2}/([0-9a-f-]{36})/\\d+\\.[a-z0-9]+");

    private ObjectKey() {}

    /** @param number of the result, from 1 */
    static String of(Generation row, int number, String mediaType) {
        return DAY.format(row.createdAt()) + "/" + row.id() + "/" + number + "." + FirstBytes.extension(mediaType);
    }

    /** What a download of it is called: {@code {id}-{n}.png} for a result, since each generation has its {@code 1.png}. */
    static String fileName(String key) {
        String last = key.substring(key.lastIndexOf('/') + 1);
        return generation(key).map(id -> id + "-" + last).orElse(last);
    }

    /** What the names of a day begin with. */
    static String folder(LocalDate day) {
        return day(day.atStartOfDay(ZoneOffset.UTC).toInstant());
    }

    /** The same for the day of that time. */
    static String day(Instant time) {
        return DAY.format(time) + "/";
    }

    /** The generation of which an object of that name is a result; empty for a name of another kind. */
    static Optional<UUID> generation(String key) {
        Matcher parts = KEY.matcher(key);
        try {
            return parts.matches() ? Optional.of(UUID.fromString(parts.group(1))) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
