package dev.gengate.provider;

import java.math.BigDecimal;

/** What is left on the provider's account. */
public sealed interface CreditReport {

    /** The balance in credits, which may be fractional. */
    record Balance(BigDecimal credits) implements CreditReport {}

    /** The provider does not know the API key. */
    record KeyRejected() implements CreditReport {}

    /** The provider did not say. */
    record Unavailable() implements CreditReport {}
}
