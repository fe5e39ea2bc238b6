package dev.gengate.proof.cluster;

/** What the ledger says of a generation when all has settled. */
public record LedgerRow(String id, String key, String state, String taskId, String images, boolean published) {}
