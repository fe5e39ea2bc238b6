package dev.gengate.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.proof.servers.Backends;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which caller a key belongs to. */
class CallerKeysTest {
    private final Map<String, String> properties = new HashMap<>(Map.of(
            "gateway.callers.\"ads\".key-sha256",
            Backends.sha256("one") + "," + Backends.sha256("two"),
            "gateway.callers.\"ops\".key-sha256",
            Backends.sha256("three"),
            "gateway.callers.\"ops\".roles",
            "operator"));

    private final MeterRegistry meters = new SimpleMeterRegistry();

    @TempDir
    private Path folder;

    @Test
    void eachOfACallersKeysIsItsOwn() {
        CallerKeys keys = new CallerKeys(config(), meters);

        assertEquals("ads", keys.holderOf("one").orElseThrow().name());
        assertEquals("ads", keys.holderOf("two").orElseThrow().name());
        assertEquals(Set.of("operator"), keys.holderOf("three").orElseThrow().roles());
        assertTrue(keys.holderOf("four").isEmpty());
        assertTrue(keys.holderOf("").isEmpty());
    }

    @Test
    void noDigestIsInTheirText() {
        CallerKeys keys = new CallerKeys(config(), meters);
        Object holder = keys.holderOf("one").orElseThrow();

        String text = List.of(keys, holder, config(), config().byName()).toString();

        assertFalse(text.contains(Backends.sha256("one")), text);
    }

    @Test
    void fileThatCannotBeReadAnyMoreLeavesTheKeysAsTheyWere() throws IOException {
        Path file = folder.resolve("ads");
        Files.writeString(file, Backends.sha256("filed"));
        properties.put("gateway.callers.\"ads\".key-sha256-file", file.toString());
        CallerKeys keys = new CallerKeys(config(), meters);

        Files.writeString(file, "no digest");
        keys.reload();
        assertTrue(keys.holderOf("filed").isPresent());
        assertEquals(1, badFiles());

        Files.delete(file);
        keys.reload();
        assertTrue(keys.holderOf("filed").isPresent());

        Files.writeString(file, "# none any more\n");
        keys.reload();
        assertFalse(keys.holderOf("filed").isPresent());
        assertTrue(keys.holderOf("one").isPresent());
        assertEquals(0, badFiles());
    }

    private double badFiles() {
        return meters.get(CallerKeys.BAD).gauge().value();
    }

    @Test
    void oneCallersBadFileDoesNotKeepAnothersKeysFromChanging() throws IOException {
        Path ads = file("ads", "ads-old");
        Path shop = file("shop", "shop-old");
        CallerKeys keys = new CallerKeys(config(), meters);

        Files.writeString(ads, "no digest");
        Files.writeString(shop, Backends.sha256("shop-new"));
        keys.reload();

        assertEquals("ads", keys.holderOf("ads-old").orElseThrow().name());
        assertEquals("shop", keys.holderOf("shop-new").orElseThrow().name());
        assertTrue(keys.holderOf("shop-old").isEmpty());
    }

    @Test
    void keyOfTwoCallersIsAFaultAtTheStartAndNotTakenOverLater() throws IOException {
        file("ads", "of-ads");
        Path shop = file("shop", "of-ads");
        CallersConfig config = config();

        String message = assertThrows(IllegalStateException.class, () -> new CallerKeys(config, meters))
                .getMessage();
        assertTrue(message.contains("\"shop\"") && message.contains("\"ads\""), message);

        Files.writeString(shop, Backends.sha256("of-shop"));
        CallerKeys keys = new CallerKeys(config, meters);
        Files.writeString(shop, Backends.sha256("of-ads"));
        keys.reload();
        assertEquals("ads", keys.holderOf("of-ads").orElseThrow().name());
        assertEquals("shop", keys.holderOf("of-shop").orElseThrow().name());
    }

    private Path file(String caller, String key) throws IOException {
        Path file = folder.resolve(caller);
        properties.put("gateway.callers.\"" + caller + "\".key-sha256-file", file.toString());
        return Files.writeString(file, Backends.sha256(key));
    }

    @Test
    void digestThatIsNoneIsNamedAndNotShown() {
        properties.put("gateway.callers.\"ads\".key-sha256", "deadbeef");
        CallersConfig config = config();

        String message = assertThrows(IllegalStateException.class, () -> new CallerKeys(config, meters))
                .getMessage();

        assertTrue(message.contains("gateway.callers.\"ads\".key-sha256"));
        assertFalse(message.contains("deadbeef"));
    }

    /** The first, the last and nobody's key take the same time; the bounds are wide, since machines are busy. */
    @Test
    void lookUpTakesTheSameTimeWhoeverCalls() {
        IntStream.range(0, 2_000)
                .forEach(caller -> properties.put(
                        "gateway.callers.\"c" + caller + "\".key-sha256", Backends.sha256("key-" + caller)));
        CallerKeys keys = new CallerKeys(config(), meters);
        nanos(keys, "warm-up");

        double known = nanos(keys, "key-0");
        double last = nanos(keys, "key-1999");
        double unknown = nanos(keys, "nobody");

        assertTrue(unknown / known > 0.5 && unknown / known < 2, unknown + " to " + known);
        assertTrue(last / known > 0.5 && last / known < 2, last + " to " + known);
    }

    /** The least of many: what disturbs only adds. */
    private static double nanos(CallerKeys keys, String key) {
        return IntStream.range(0, 400)
                .mapToLong(turn -> {
                    long begin = System.nanoTime();
                    keys.holderOf(key);
                    return System.nanoTime() - begin;
                })
                .min()
                .orElseThrow();
    }

    private CallersConfig config() {
        return new SmallRyeConfigBuilder()
                .withDefaultValues(properties)
                .withMapping(CallersConfig.class)
                .build()
                .getConfigMapping(CallersConfig.class);
    }
}
