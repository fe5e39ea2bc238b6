package dev.gengate.generation;

import java.util.Map;

/** Each configured caller's share of the limit relative to other waiting callers; any other caller has 1. */
public record CallerWeights(Map<String, Double> byCaller) {}
