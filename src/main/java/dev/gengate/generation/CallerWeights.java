package dev.gengate.generation;

import dev.gengate.access.CallersConfig;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.stream.Collectors;

/** Each configured caller's share of the limit against others that wait; whoever is not named has 1. */
@Singleton
class CallerWeights {
    private final Map<String, Double> byCaller;

    CallerWeights(CallersConfig callers) {
        byCaller = callers.byName().entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, caller -> caller.getValue().weight()));
    }

    Map<String, Double> byCaller() {
        return byCaller;
    }
}
