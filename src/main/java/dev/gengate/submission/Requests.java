package dev.gengate.submission;

import dev.gengate.access.Caller;
import dev.gengate.generation.Generation;
import dev.gengate.generation.ledger.GenerationStore;
import dev.gengate.http.RequestRules;
import dev.gengate.models.Catalogue;
import dev.gengate.observability.GenerationTrace;
import dev.gengate.problem.ProblemException;
import dev.gengate.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;

/** What callers ask for, by whichever way it comes: read and checked, and submitted where nobody waits for an answer. */
@ApplicationScoped
public class Requests {
    private final RequestReader reader;
    private final SubmissionChecks checks;
    private final SubmissionMetrics metrics;
    private final Submissions submissions;
    private final GenerationStore generations;
    private final Catalogue models;

    Requests(
            RequestReader reader,
            SubmissionChecks checks,
            SubmissionMetrics metrics,
            Submissions submissions,
            GenerationStore generations,
            Catalogue models) {
        this.reader = reader;
        this.checks = checks;
        this.metrics = metrics;
        this.submissions = submissions;
        this.generations = generations;
        this.models = models;
    }

    /** A durable generation; {@code repeated} if its key was used for the same request before. */
    public record Accepted(UUID id, boolean repeated) {}

    /**
     * Makes a request durable; its generation's event tells the rest.
     *
     * @param key the idempotency key
     * @param correlationId for a request that names none, or null
     * @param traceparent as received, or null
     */
    public Uni<Accepted> accept(String caller, String key, byte[] body, String correlationId, String traceparent) {
        Caller owner = new Caller(caller, false, false);
        return Uni.createFrom()
                .deferred(() -> submissions.submit(
                        owner,
                        key,
                        read(owner, body).correlatedBy(correlationId),
                        GenerationTrace.received(traceparent),
                        Duration.ZERO))
                .map(answer -> new Accepted(answer.generation().id(), answer.replayed()));
    }

    /**
     * What a request that is not valid any more became when it was; null if its key is not known, or is that of another
     * request.
     */
    public Uni<Accepted> known(String caller, String key, byte[] body, String correlationId) {
        return generations
                .findByKey(caller, key)
                .map(row -> row != null && asks(row, body, correlationId) ? new Accepted(row.id(), true) : null);
    }

    /** What a model takes that is gone cannot be known; what was accepted for it is not rejected. */
    private boolean asks(Generation row, byte[] body, String correlationId) {
        byte[] fingerprint = reader.fingerprint(body, row.caller(), correlationId);
        return fingerprint == null ? models.find(row.model()).isEmpty() : Arrays.equals(fingerprint, row.fingerprint());
    }

    /** As {@link Submissions#submit}; what its key was accepted for stays accepted, whatever is refused since. */
    Uni<Submissions.Answer> submit(Caller caller, String key, byte[] body, String traceparent, Duration patience) {
        Submission submission;
        try {
            submission = checked(caller, body);
        } catch (ProblemException refusal) {
            return repeated(caller, key, body, refusal).onItem().ifNull().failWith(() -> metrics.counted(refusal));
        }
        return submissions.submit(caller, key, submission, traceparent, patience);
    }

    /** Null: nothing was accepted under the key, or something else. */
    private Uni<Submissions.Answer> repeated(Caller caller, String key, byte[] body, ProblemException refusal) {
        byte[] fingerprint = key == null || refusal.type() != ProblemType.INVALID_INPUT
                ? null
                : reader.fingerprint(body, caller.name(), null);
        return fingerprint == null ? Uni.createFrom().nullItem() : submissions.repeated(caller, key, fingerprint);
    }

    private Submission read(Caller caller, byte[] body) {
        return metrics.ifInvalid(() -> checked(caller, body));
    }

    /** @throws ProblemException naming each field at fault */
    private Submission checked(Caller caller, byte[] body) {
        if (body != null && body.length > RequestRules.MOST_BYTES) {
            throw RequestRules.tooLarge();
        }
        Submission submission = reader.read(body, caller.name());
        if (body != null && body.length > RequestRules.MOST_TEXT && submission.bytes() > RequestRules.MOST_TEXT) {
            throw RequestRules.tooLong();
        }
        return checks.price(caller.name(), submission);
    }
}
