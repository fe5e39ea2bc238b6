package dev.gengate.submission;

import dev.gengate.access.Caller;
import dev.gengate.generation.Generation;
import dev.gengate.generation.GenerationState;
import dev.gengate.generation.ResolvedBy;
import dev.gengate.generation.RetentionConfig;
import dev.gengate.generation.ledger.QueuePlace;
import dev.gengate.generation.ledger.QueueStore;
import dev.gengate.problem.ProblemException;
import dev.gengate.problem.ProblemType;
import dev.gengate.provider.answer.SubmitResult.Refusal;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jboss.resteasy.reactive.RestResponse.Status;

/** Makes the answers about one generation: the caller's view with its headers, or the problem that the provider refused it. */
@ApplicationScoped
class GenerationAnswers {
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final QueueStore queue;
    private final Duration keptAfterItsEnd;

    GenerationAnswers(QueueStore queue, RetentionConfig retention) {
        this.queue = queue;
        this.keptAfterItsEnd = retention.completed();
    }

    /**
     * The answer to a submission.
     *
     * @param key the idempotency key, or null
     * @param replayed whether the key was used for the same request before
     */
    Uni<RestResponse<GenerationView>> accepted(
            Caller caller, Generation row, String key, boolean replayed, PreferHeader prefer) {
        return view(row, queue::placeOfNew, caller).map(view -> {
            boolean result = prefer.waits() && view.completedAt() != null;
            ResponseBuilder<GenerationView> answer =
                    answer(result ? Status.OK : Status.ACCEPTED, view, prefer.applied());
            answer.header("Location", "/v1/generations/" + view.id());
            if (key != null) {
                answer.header("Idempotency-Key-Expires", keyExpires(view));
            }
            if (replayed) {
                answer.header("Idempotent-Replayed", "true");
            }
            return answer.build();
        });
    }

    /** The answer to a read. */
    Uni<RestResponse<GenerationView>> found(Caller caller, Generation row, PreferHeader prefer) {
        return view(row, queue::place, caller)
                .map(view -> answer(Status.OK, view, prefer.appliedToReading()).build());
    }

    private static ResponseBuilder<GenerationView> answer(Status status, GenerationView view, String applied) {
        ResponseBuilder<GenerationView> answer = ResponseBuilder.create(status, view);
        return applied == null ? answer : answer.header("Preference-Applied", applied);
    }

    /** With its place if it is queued. A failed estimate is left out, so that no request fails because of it. */
    private static Uni<GenerationView> view(
            Generation row, Function<Generation, Uni<QueuePlace>> estimate, Caller reader) {
        if (row.state() != GenerationState.QUEUED) {
            return Uni.createFrom().item(GenerationView.of(row, reader));
        }
        return estimate.apply(row)
                .map(place -> GenerationView.of(row, place, reader))
                .onFailure()
                .recoverWithItem(() -> GenerationView.of(row, reader));
    }

    /**
     * A key is known as long as its generation, which is purged some time after its end; an open one could end now at
     * the earliest. A repeated request after that makes a new generation.
     */
    private String keyExpires(GenerationView view) {
        Instant end = view.completedAt() == null ? view.createdAt() : view.completedAt();
        return HTTP_DATE.format(end.plus(keptAfterItsEnd));
    }

    /**
     * The provider's refusal becomes the answer to the request that met it, and its terminal event is published as well. The
     * same key again is answered with the failed generation, so that a client that repeats a 502 comes to an end.
     */
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
        return "The provider refused the generation: " + code
                + ". Its failure.message quotes the provider; a new Idempotency-Key tries again.";
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
