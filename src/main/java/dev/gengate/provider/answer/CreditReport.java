package dev.gengate.provider.answer;

import java.math.BigDecimal;
import java.util.Optional;

/** The provider's answer about the account's balance. */
public sealed interface CreditReport {

    /** The balance in credits, which may be fractional. */
    record Balance(BigDecimal credits) implements CreditReport {}

    /** The provider rejected the API key. */
    record KeyRejected() implements CreditReport {}

    /** The provider gave no usable answer. */
    record Unavailable() implements CreditReport {}

    /** Reads an answer that has the balance, a number, in {@code data}. */
    static CreditReport read(ProviderAnswer answer) {
        Optional<Envelope> envelope = answer.envelope();
        int code = envelope.map(Envelope::code).orElse(answer.status());
        return switch (code) {
            case 401 -> new KeyRejected();
            case 200 ->
                envelope.filter(any -> answer.successful())
                        .flatMap(told -> CreditAmount.amount(told.data()))
                        .<CreditReport>map(Balance::new)
                        .orElseGet(Unavailable::new);
            default -> new Unavailable();
        };
    }
}
