package dev.gengate.generation;

import java.util.Map;

/** Each configured caller's share of the limit against others that wait; whoever is not named has 1. */
public record CallerWeights(Map<String, Double> byCaller) {}
