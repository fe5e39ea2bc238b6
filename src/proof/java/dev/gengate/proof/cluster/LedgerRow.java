package dev.gengate.proof.cluster;

import java.math.BigDecimal;

/**
 * What the ledger says of a generation when all has settled.
 *
 * @param price that was reserved; null if nobody knows it
 */
public record LedgerRow(
        String id,
        String key,
        String state,
        String taskId,
        String images,
        boolean published,
        String caller,
        BigDecimal price) {}
