package dev.gengate.provider.answer;

import dev.gengate.generation.Failure;
import dev.gengate.provider.answer.SubmitResult.Accepted;
import dev.gengate.provider.answer.SubmitResult.Refusal;
import dev.gengate.provider.answer.SubmitResult.Refused;
import dev.gengate.provider.answer.SubmitResult.TryLater;
import dev.gengate.provider.answer.SubmitResult.Unconfirmed;
import java.time.Clock;
import java.util.Optional;

/**
 * Interprets createTask's answers. An id means that a task exists, whatever else the answer says; otherwise the body's
 * code counts before the HTTP status, which is 200 for most errors. An answer that is neither a clear yes nor a clear
 * no is unconfirmed, since a task may exist and cost; so is a refusal that names a task where no id is read. What a CDN
 * or a proxy says in the provider's place is no refusal, except that the request is too large (413, 414, 431).
 */
public final class SubmitResultReader {
    private static final int LONGEST_MESSAGE = 500;

    private final Clock clock;

    public SubmitResultReader(Clock clock) {
        this.clock = clock;
    }

    public SubmitResult read(ProviderAnswer answer) {
        Optional<Envelope> envelope = answer.envelope();
        return envelope.map(Envelope::taskId)
                .<SubmitResult>map(Accepted::new)
                .orElseGet(() -> withoutId(envelope, answer));
    }

    private SubmitResult withoutId(Optional<Envelope> envelope, ProviderAnswer answer) {
        int code = envelope.map(Envelope::code).orElse(answer.status());
        SubmitResult result = byCode(code, envelope.map(Envelope::message).orElse(""), answer);
        return result instanceof Unconfirmed || !namesSomeTask(envelope, answer)
                ? result
                : new Unconfirmed(Unconfirmed.Reason.UNREADABLE_ANSWER);
    }

    private static boolean namesSomeTask(Optional<Envelope> envelope, ProviderAnswer answer) {
        return envelope.map(Envelope::taskIdDoubtful).orElse(false) || TaskId.named(answer.body());
    }

    private SubmitResult byCode(int code, String text, ProviderAnswer answer) {
        return switch (code) {
            case 400 -> byAnother(answer) ? later(answer) : refused(Refusal.INVALID_INPUT, code, text);
            case 422 -> refused(Refusal.INVALID_INPUT, code, text);
            case 401 -> refused(Refusal.KEY_REJECTED, code, text);
            case 402 -> refused(Refusal.NO_CREDITS, code, text);
            case 408 -> new Unconfirmed(Unconfirmed.Reason.UNREADABLE_ANSWER);
            case 413, 414, 431 -> refused(Refusal.UNSUPPORTED, code, text);
            case 429 -> tryLater(TryLater.Reason.RATE_LIMITED, answer);
            case 433 -> refused(Refusal.KEY_LIMIT, code, text);
            case 455 -> tryLater(TryLater.Reason.MAINTENANCE, answer);
            case 500 -> byText(text);
            case 501, 505 ->
                byAnother(answer)
                        ? new Unconfirmed(Unconfirmed.Reason.SERVER_ERROR)
                        : refused(Refusal.UNSUPPORTED, code, text);
            default -> byHundreds(code, text, answer);
        };
    }

    private static SubmitResult byText(String text) {
        if (RefusalText.meansNoCredits(text)) {
            return refused(Refusal.NO_CREDITS, 500, text);
        }
        return RefusalText.namesParameter(text)
                ? refused(Refusal.INVALID_INPUT, 500, text)
                : new Unconfirmed(Unconfirmed.Reason.SERVER_ERROR);
    }

    private SubmitResult byHundreds(int code, String text, ProviderAnswer answer) {
        if (code / 100 == 4) {
            return byAnother(answer) ? later(answer) : refused(Refusal.UNSUPPORTED, code, text);
        }
        return new Unconfirmed(
                code / 100 == 5 || answer.status() / 100 == 5
                        ? Unconfirmed.Reason.SERVER_ERROR
                        : Unconfirmed.Reason.UNREADABLE_ANSWER);
    }

    /** Pages of a CDN or a proxy say nothing of what the provider would. */
    private static boolean byAnother(ProviderAnswer answer) {
        return answer.envelope().isEmpty();
    }

    private TryLater later(ProviderAnswer answer) {
        return tryLater(TryLater.Reason.ANSWERED_BY_ANOTHER, answer);
    }

    private static Refused refused(Refusal reason, int code, String text) {
        String message = ProviderTextSanitizer.oneLine(text, LONGEST_MESSAGE);
        String shown = message.isEmpty() ? "The provider refused with code " + code + "." : message;
        return new Refused(reason, new Failure(reason.failureCode(), shown));
    }

    private TryLater tryLater(TryLater.Reason reason, ProviderAnswer answer) {
        return new TryLater(reason, answer.retryAfter().flatMap(header -> RetryAfter.read(header, clock)));
    }
}
