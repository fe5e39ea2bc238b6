package dev.gengate.provider.answer;

import java.util.Optional;

/** Reads answers about the account's credits: a number, which may be fractional, in {@code data}. */
public final class CreditReportReader {
    private static final int KEY_REJECTED = 401;

    private CreditReportReader() {}

    public static CreditReport read(ProviderAnswer answer) {
        Optional<Envelope> envelope = answer.envelope();
        int code = envelope.map(Envelope::code).orElse(answer.status());
        return switch (code) {
            case KEY_REJECTED -> new CreditReport.KeyRejected();
            case 200 -> balance(envelope, answer);
            default -> new CreditReport.Unavailable();
        };
    }

    private static CreditReport balance(Optional<Envelope> envelope, ProviderAnswer answer) {
        return envelope.filter(any -> answer.successful())
                .flatMap(told -> CreditAmount.amount(told.data()))
                .<CreditReport>map(CreditReport.Balance::new)
                .orElseGet(CreditReport.Unavailable::new);
    }
}
