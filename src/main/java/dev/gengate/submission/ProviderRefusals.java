package dev.gengate.submission;

import dev.gengate.generation.Generation;
import dev.gengate.generation.GenerationState;
import dev.gengate.generation.ResolvedBy;
import dev.gengate.problem.ProblemException;
import dev.gengate.problem.ProblemType;
import dev.gengate.provider.answer.SubmitResult.Refusal;
import java.util.Arrays;

/** Turns the provider's refusal into the answer to the request that met it. Its terminal event is published as well. */
final class ProviderRefusals {
    private ProviderRefusals() {}

    static void throwIfRefused(Submissions.Answer answer) {
        Generation row = answer.generation();
        boolean refused = row.state() == GenerationState.FAILED
                && ResolvedBy.SUBMISSION.wireName().equals(row.resolvedBy());
        if (refused && !answer.replayed()) {
            throw ProblemException.of(
                    type(row.failure().code()), detail(row.failure().code()), row.id());
        }
    }

    private static String detail(String code) {
        return "The provider refused the generation: " + code + ". Its failure.message quotes the provider.";
    }

    private static ProblemType type(String code) {
        Refusal refusal = Arrays.stream(Refusal.values())
                .filter(candidate -> candidate.failureCode().equals(code))
                .findFirst()
                .orElse(Refusal.UNSUPPORTED);
        return switch (refusal) {
            case INVALID_INPUT -> ProblemType.REFUSED_INPUT;
            case NO_CREDITS -> ProblemType.NO_CREDITS;
            case KEY_REJECTED, UNSUPPORTED, KEY_LIMIT -> ProblemType.PROVIDER_ERROR;
        };
    }
}
