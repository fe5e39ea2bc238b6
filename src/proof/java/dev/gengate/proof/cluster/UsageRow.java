package dev.gengate.proof.cluster;

import java.math.BigDecimal;

/** What the usage report says of one caller, account and model. */
public record UsageRow(String caller, String account, String model, BigDecimal credits) {}
