package dev.gengate.custody;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.nio.file.Path;
import java.util.Map;

/** Results go into a directory; an event waits 2 s for them, and a host has 4 s for each. One caller has its own topic. */
public class Kept implements QuarkusTestProfile {
    /** The topic of the caller "shop"; nobody makes it beforehand. */
    static final String OWN_TOPIC = "shop.kept";

    static final Path DIRECTORY = Path.of("target", "results-of-tests").toAbsolutePath();

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "gateway.callers.\"shop\".topic", OWN_TOPIC,
                "gateway.custody.store", "directory",
                "gateway.custody.directory", DIRECTORY.toString(),
                "gateway.custody.wait", "PT2S",
                "gateway.custody.concurrency", "4",
                "gateway.custody.give-up-after", "PT10H",
                "gateway.retention.content", "P1D",
                "gateway.retention.every", "1S",
                "gateway.custody.timeout", "PT4S",
                "gateway.custody.max-bytes", "2000000");
    }
}
