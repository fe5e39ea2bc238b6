package dev.gengate.proof.audit;

import dev.gengate.proof.faults.PoisonedTopic;
import dev.gengate.proof.simulator.client.KieSimulatorClient;
import dev.gengate.proof.simulator.client.ProviderTask;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How often the provider does what wrong: about a fifth of all callbacks, a tenth of all createTask answers. */
public final class ProviderFaults {
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
    private static final Map<String, Double> SHAPES = Map.of(
            "early-callback", 0.03,
            "input-as-string", 0.02,
            "result-as-object", 0.02,
            "sparse", 0.02,
            "success-code-501", 0.02);

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
            Map.entry("lose-answer=no-id", 0.005),
            Map.entry("refuse-with-id=429", 0.004),
            Map.entry("refuse-with-id=455", 0.002),
            Map.entry("refuse-with-id=402", 0.002),
            Map.entry("refuse-with-id=500", 0.002),
            Map.entry("timeout", 0.010),
            Map.entry("slow=1000", 0.020));

    /** The event of such a task is more than the topic takes while {@link PoisonedTopic} limits it. */
    static final String POISON = "huge-result";

    private static final Map<String, Double> RESULTS = Map.ofEntries(
            Map.entry("fail", 0.08),
            Map.entry("fail-code-200", 0.01),
            Map.entry("fail-with-urls", 0.01),
            Map.entry("no-result", 0.01),
            Map.entry("bills=1", 0.02),
            Map.entry("bills=7", 0.02),
            Map.entry("takes=4000", 0.05),
            Map.entry("huge-result=50000", 0.006),
            Map.entry("huge-result=400000", 0.003));

    /** With this one, recordInfo never answers about the task. */
    static final String HANGS_FOR_EVER = "hang-record";

    static final String NEVER_FINISHES = "never-finishes";

    private static final Map<String, Double> RECORDS = Map.of(
            "not-there-yet", 0.10,
            "record-fails", 0.05,
            "record-garbage", 0.05,
            "unknown-state", 0.02,
            "hang-record=2", 0.02);

    /** What the host of the results does; each is over after some tries. */
    private static final Map<String, Double> FILES = Map.of(
            "file-gone=1", 0.02,
            "file-gone=3", 0.02,
            "file-fails=1", 0.02,
            "file-fails=3", 0.02,
            "file-expired", 0.03,
            "file-slow=2000", 0.03,
            "file-torn=1", 0.02,
            "file-torn=3", 0.02,
            "file-page=2", 0.02);

    private static final Map<String, Double> ENDLESS = Map.of(NEVER_FINISHES, 0.006, HANGS_FOR_EVER, 0.02);
    /** That a run does not count without: by how they begin. */
    private static final List<String> NEEDED = List.of(
            POISON,
            "bills",
            "hang-record",
            "refuse-with-id",
            "lose-answer=no-id",
            "fail-with-urls",
            "success-code-501");

    private static final Set<String> MISBEHAVING = CALLBACKS.keySet();
    private static final Set<String> SILENT = Set.of("no-callback", "unreadable", "wrong-task", "not-terminal");
    private static final List<String> NAMELESS = List.of("lose-answer", "timeout");

    private ProviderFaults() {}

    /** @param endless whether some tasks are settled by their deadline alone; not near the end of a run, which would wait */
    public static void begin(KieSimulatorClient provider, long seed, boolean endless) {
        Map<String, Double> rates = new LinkedHashMap<>();
        // in a fixed order: which fault is drawn depends on it
        List.of(ANSWERS, RESULTS, CALLBACKS, SHAPES, RECORDS, FILES)
                .forEach(
                        group -> group.keySet().stream().sorted().forEach(fault -> rates.put(fault, group.get(fault))));
        if (endless) {
            ENDLESS.keySet().stream().sorted().forEach(fault -> rates.put(fault, ENDLESS.get(fault)));
        }
        provider.misbehaves(seed, rates);
    }

    /** What was to be done and was not, once at least. */
    public static List<String> missing(Collection<ProviderTask> tasks) {
        return NEEDED.stream()
                .filter(fault -> tasks.stream().noneMatch(task -> has(task, fault)))
                .toList();
    }

    /** Whether one of its faults is this, with any argument. */
    static boolean has(ProviderTask task, String fault) {
        return task.faults().stream().anyMatch(name -> name.startsWith(fault));
    }

    public static boolean poisons(ProviderTask task) {
        return has(task, POISON);
    }

    /** No callback says how it ended: it has to be asked for. */
    static boolean silent(ProviderTask task) {
        return task.faults().stream().anyMatch(SILENT::contains);
    }

    /** A callback that says how it ended was taken: while the database is away, none is. */
    static boolean heard(ProviderTask task) {
        return task.callbacks().stream()
                .anyMatch(callback -> callback.kind().equals("report") && callback.status() / 100 == 2);
    }

    /** The host of its results does not give them at once. */
    static boolean unfetched(ProviderTask task) {
        return has(task, "file-");
    }

    /** createTask did not say which task it is: it cannot be asked for. */
    static boolean nameless(ProviderTask task) {
        return NAMELESS.stream().anyMatch(fault -> has(task, fault));
    }

    public static boolean misbehavingCallback(ProviderTask task) {
        return task.faults().stream().anyMatch(MISBEHAVING::contains);
    }
}
