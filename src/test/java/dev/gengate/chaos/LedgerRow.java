package dev.gengate.chaos;

/** What the ledger says of a generation when all has settled. */
record LedgerRow(String id, String key, String state, String taskId, String images, boolean published) {}
