package dev.gengate.generation;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The order within a caller's own queue; between callers, turns decide. The ledger stores the ordinal. */
public enum Priority {
    @JsonProperty("high")
    HIGH,
    @JsonProperty("normal")
    NORMAL,
    @JsonProperty("low")
    LOW
}
