package dev.gengate.usage;

import dev.gengate.generation.Budget;
import java.io.IOException;
import java.io.Reader;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;

/** Reads a caller's budget from its file: {@code day} and {@code month}, each with its credits, as properties. */
final class BudgetFile {
    private static final Set<String> KEYS = Set.of("day", "month");
    private static final BigDecimal MOST = BigDecimal.valueOf(1_000_000_000L);
    private static final int LONGEST = 40;

    private BudgetFile() {}

    /** @throws IllegalStateException saying what is wrong with it */
    static Budget read(Path file) {
        Properties properties = new Properties();
        try (Reader text = Files.newBufferedReader(file)) {
            properties.load(text);
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalStateException("it cannot be read", e);
        }
        // a file cut short must not lift a bound
        if (properties.isEmpty() || !KEYS.containsAll(properties.stringPropertyNames())) {
            throw new IllegalStateException("it must have day or month, and nothing else");
        }
        return new Budget(credits(properties, "day"), credits(properties, "month"));
    }

    private static BigDecimal credits(Properties properties, String key) {
        String text = properties.getProperty(key);
        if (text == null) {
            return null;
        }
        try {
            BigDecimal credits = text.length() > LONGEST ? MOST.add(MOST) : new BigDecimal(text.strip());
            if (Math.abs((long) credits.scale()) <= LONGEST && credits.signum() >= 0 && credits.compareTo(MOST) <= 0) {
                return credits;
            }
        } catch (NumberFormatException noNumber) {
            // said below
        }
        throw new IllegalStateException(key + " must be a number from 0 to 1000000000");
    }
}
