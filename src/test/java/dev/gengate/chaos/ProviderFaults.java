package dev.gengate.chaos;

import dev.gengate.support.KieSimulatorClient;
import dev.gengate.support.ProviderTask;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How often the provider does what wrong: about a fifth of all callbacks, a tenth of all createTask answers. */
final class ProviderFaults {
    /** A task that behaves so does not call back once, truthfully and readably, when it ends. */
    private static final Map<String, Double> CALLBACKS = Map.of(
            "no-callback", 0.04,
            "twice", 0.03,
            "late=1500", 0.03,
            "contradict", 0.04,
            "unreadable", 0.03,
            "wrong-task", 0.02,
            "not-terminal", 0.02);

    /** Unusual, but as documented. */
    private static final Map<String, Double> SHAPES =
            Map.of("early-callback", 0.03, "input-as-string", 0.02, "result-as-object", 0.02, "sparse", 0.02);

    private static final Map<String, Double> ANSWERS = Map.ofEntries(
            Map.entry("code=429", 0.006),
            Map.entry("retry-after=1", 0.004),
            Map.entry("code=455", 0.002),
            Map.entry("code=422", 0.005),
            Map.entry("code=500", 0.005),
            Map.entry("status=502", 0.005),
            Map.entry("garbage", 0.005),
            Map.entry("reset", 0.005),
            Map.entry("lose-answer", 0.010),
            Map.entry("lose-answer=502", 0.005),
            Map.entry("lose-answer=500", 0.005),
            Map.entry("lose-answer=garbage", 0.005),
            Map.entry("timeout", 0.010),
            Map.entry("slow=1000", 0.020));

    private static final Map<String, Double> RESULTS =
            Map.of("fail", 0.08, "fail-code-200", 0.01, "no-result", 0.01, "takes=4000", 0.05);

    private static final Map<String, Double> RECORDS =
            Map.of("not-there-yet", 0.10, "record-fails", 0.05, "record-garbage", 0.05, "unknown-state", 0.02);

    private static final double NEVER_FINISHES = 0.006;
    private static final Set<String> MISBEHAVING = CALLBACKS.keySet();

    private ProviderFaults() {}

    /** @param endless whether some tasks never end; not near the end of a run, which would wait for their deadline */
    static void begin(KieSimulatorClient provider, long seed, boolean endless) {
        Map<String, Double> rates = new LinkedHashMap<>();
        // in a fixed order: which fault is drawn depends on it
        List.of(ANSWERS, RESULTS, CALLBACKS, SHAPES, RECORDS)
                .forEach(
                        group -> group.keySet().stream().sorted().forEach(fault -> rates.put(fault, group.get(fault))));
        if (endless) {
            rates.put("never-finishes", NEVER_FINISHES);
        }
        provider.misbehaves(seed, rates);
    }

    static boolean misbehavingCallback(ProviderTask task) {
        return task.faults().stream().anyMatch(MISBEHAVING::contains);
    }
}
