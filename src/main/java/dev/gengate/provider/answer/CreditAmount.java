package dev.gengate.provider.answer;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/** Reads an amount of credits, which may be fractional, from the text of a JSON number or string. */
final class CreditAmount {
    private static final BigDecimal MOST = BigDecimal.valueOf(1_000_000_000L);
    private static final int DECIMALS = 6;
    private static final int LONGEST = 40;

    private CreditAmount() {}

    /** The amount with at most 6 decimals; empty unless it is a number from 0 to 1e9. */
    static Optional<BigDecimal> consumed(String text) {
        return amount(text).filter(amount -> amount.signum() >= 0);
    }

    /** The same for a balance, which may be below zero. */
    static Optional<BigDecimal> amount(String text) {
        return number(text).filter(CreditAmount::sane).map(CreditAmount::rounded);
    }

    private static Optional<BigDecimal> number(String text) {
        if (text == null || text.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            return Optional.of(new BigDecimal(text.strip()));
        } catch (NumberFormatException none) {
            return Optional.empty();
        }
    }

    /** Checks the exponent first: writing out 1e999999999 would exhaust memory. */
    private static boolean sane(BigDecimal amount) {
        return Math.abs((long) amount.scale()) <= LONGEST && amount.abs().compareTo(MOST) <= 0;
    }

    private static BigDecimal rounded(BigDecimal amount) {
        int decimals = Math.max(0, Math.min(amount.scale(), DECIMALS));
        return amount.setScale(decimals, RoundingMode.HALF_UP);
    }
}
