package dev.gengate.provider.answer;

import java.math.BigDecimal;

/** The provider's answer about the account's balance. */
public sealed interface CreditReport {

    /** The balance in credits, which may be fractional. */
    record Balance(BigDecimal credits) implements CreditReport {}

    /** The provider rejected the API key. */
    record KeyRejected() implements CreditReport {}

    /** The provider gave no usable answer. */
    record Unavailable() implements CreditReport {}
}
