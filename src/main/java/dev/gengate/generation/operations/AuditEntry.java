package dev.gengate.generation.operations;

import java.time.Instant;

/** An entry of the audit, numbered in order. */
public record AuditEntry(long entry, Instant at, Act act) {}
