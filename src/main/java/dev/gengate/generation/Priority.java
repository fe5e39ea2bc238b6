package dev.gengate.generation;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The order of a caller's own queue; between callers, turns decide. The ordinal is what the ledger stores. */
public enum Priority {
    @JsonProperty("high")
    HIGH,
    @JsonProperty("normal")
    NORMAL,
    @JsonProperty("low")
    LOW
}
