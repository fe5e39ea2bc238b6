package dev.gengate.queue;

import dev.gengate.completion.CommitResult;
import dev.gengate.completion.Completions;
import dev.gengate.generation.AdmissionRules;
import dev.gengate.generation.Completion;
import dev.gengate.generation.Generation;
import dev.gengate.generation.Outcome;
import dev.gengate.generation.ResolvedBy;
import dev.gengate.generation.ledger.AsideStore;
import dev.gengate.generation.ledger.GenerationStore;
import dev.gengate.generation.ledger.QueueStore;
import dev.gengate.observability.GenerationTrace;
import dev.gengate.outbox.OutboxPublisher;
import dev.gengate.outbox.topic.InFlight;
import dev.gengate.provider.KieProvider;
import dev.gengate.provider.TaskRequest;
import dev.gengate.provider.TaskTimes;
import dev.gengate.provider.answer.SubmitResult;
import dev.gengate.provider.answer.SubmitResult.TryLater.Reason;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Makes one createTask call for a generation whose lease this replica holds, and records its answer. */
@ApplicationScoped
public class TaskSender {
    /** Causes that do not concern all generations. */
    private static final Set<Reason> ASIDE =
            EnumSet.of(Reason.ANSWERED_BY_ANOTHER, Reason.FAILS_ALONE, Reason.INPUT_NOT_THERE);

    private static final Logger LOG = Logger.getLogger(TaskSender.class);

    private final KieProvider provider;
    private final SentInputs inputs;
    private final ProviderRateLimit limit;
    private final QueueStore queue;
    private final AsideStore aside;
    private final AcceptedTasks accepted;
    private final GenerationStore generations;
    private final Completions completions;
    private final AdmissionRules rules;
    private final TaskTimes times;
    private final GenerationTrace trace;
    private final Clock clock;
    private final InFlight underWay = new InFlight();

    TaskSender(
            KieProvider provider,
            SentInputs inputs,
            ProviderRateLimit limit,
            QueueStore queue,
            AsideStore aside,
            AcceptedTasks accepted,
            GenerationStore generations,
            Completions completions,
            AdmissionRules rules,
            TaskTimes times,
            GenerationTrace trace,
            Clock clock) {
        this.provider = provider;
        this.inputs = inputs;
        this.limit = limit;
        this.queue = queue;
        this.aside = aside;
        this.accepted = accepted;
        this.generations = generations;
        this.completions = completions;
        this.rules = rules;
        this.times = times;
        this.trace = trace;
        this.clock = clock;
    }

    /**
     * The generation after the call. The call continues even if its client goes away: its answer may cost money and
     * must not be lost.
     *
     * @param promised whether its caller was told that it is accepted: then it waits for credits instead of failing
     */
    public Uni<Generation> send(Generation attempt, boolean promised) {
        Duration remaining = remaining(attempt);
        if (over(remaining)) {
            // the process was frozen since the claim: the row is unconfirmed by now, and a task would come too late
            return generations.find(attempt.id());
        }
        Uni<Generation> end = trace.step("createTask", attempt, () -> created(attempt, remaining))
                .flatMap(result -> writeDown(attempt, promised, result))
                .onTermination()
                .invoke(underWay::end)
                .memoize()
                .indefinitely();
        underWay.begin();
        end.subscribe().with(generation -> {}, failure -> {});
        return end;
    }

    /** The time until its lease ends. */
    private Duration remaining(Generation attempt) {
        return Duration.between(clock.instant(), attempt.dueAt());
    }

    private static boolean over(Duration remaining) {
        return remaining.isNegative() || remaining.isZero();
    }

    /** While nobody can say what the input names, or once the lease is over, no call is made. */
    private Uni<SubmitResult> created(Generation attempt, Duration remaining) {
        return inputs.of(attempt)
                .ifNoItem()
                .after(remaining)
                .fail()
                // the ledger's or the store's; never of the call, which may have made a task
                .onFailure()
                .recoverWithItem(SentInputs.NOT_THERE)
                .flatMap(input -> input.instead() != null
                        ? Uni.createFrom().item(input.instead())
                        : submitted(attempt, input.text()));
    }

    private Uni<SubmitResult> submitted(Generation attempt, String input) {
        return over(remaining(attempt))
                ? Uni.createFrom().item(SentInputs.NOT_THERE.instead())
                : provider.submit(new TaskRequest(
                        attempt.account(),
                        attempt.caller(),
                        attempt.id(),
                        attempt.model(),
                        input,
                        () -> departed(attempt)));
    }

    /** The slot was taken when the lease began. */
    private void departed(Generation attempt) {
        Instant taken = attempt.dueAt().minus(rules.lease());
        limit.departed(attempt, Duration.between(taken, clock.instant()));
    }

    /** Whether calls are worth making: whether their answers can be recorded, as far as is known. */
    boolean keepsUp() {
        return accepted.keepUp();
    }

    /**
     * On shutdown, waits for calls in flight and for the ledger to store their tasks; a call without an answer is
     * unconfirmed when its lease runs out.
     */
    void finish(@Observes @Priority(OutboxPublisher.FLUSH - 1) ShutdownEvent event) {
        if (!underWay.awaitIdle(rules.lease())) {
            LOG.warnf(
                    "shutdown leaves %d createTask calls without an answer or with an answer not in the ledger",
                    underWay.count());
            accepted.giveUp();
        }
    }

    private Uni<Generation> writeDown(Generation attempt, boolean promised, SubmitResult result) {
        return result.fold(
                task -> accepted.write(attempt, task.taskId()),
                refused -> inTime(attempt, () -> refused(attempt, promised, refused)),
                later -> inTime(attempt, () -> putOff(attempt, later)),
                lost -> inTime(attempt, () -> unconfirmed(attempt, lost)));
    }

    /**
     * Retries while the lease lasts: an answer not recorded by then leaves the row unconfirmed, which is right or
     * harmless.
     */
    private Uni<Generation> inTime(Generation attempt, Supplier<Uni<? extends Generation>> recording) {
        return Uni.createFrom()
                .deferred(recording)
                .onFailure()
                .retry()
                .withBackOff(Duration.ofMillis(200), Duration.ofSeconds(2))
                .expireIn(rules.lease().toMillis())
                .onFailure()
                .invoke(failure -> LOG.errorf("generation %s: createTask's answer could not be recorded", attempt.id()))
                .flatMap(row -> row == null
                        ? generations.find(attempt.id())
                        : Uni.createFrom().item(row));
    }

    private Uni<Generation> unconfirmed(Generation attempt, SubmitResult.Unconfirmed lost) {
        return queue.unconfirmed(attempt, clock.instant().plus(times.confirmation(attempt.model())), lost.reason());
    }

    /**
     * A wait that the provider asks for applies to all replicas; a failed connection only to this one. What another
     * answered may be about this generation alone, such as a text that a proxy does not let through, as an input is
     * that cannot be made, or about its model: it waits aside, ever longer, and lets all others pass.
     */
    private Uni<Generation> putOff(Generation attempt, SubmitResult.TryLater later) {
        Uni<Void> pause =
                switch (later.reason()) {
                    case RATE_LIMITED, MAINTENANCE -> limit.pause(attempt.account(), later);
                    case UNREACHABLE, BREAKER_OPEN, FAILS_ALONE, ANSWERED_BY_ANOTHER, INPUT_NOT_THERE ->
                        Uni.createFrom().voidItem();
                };
        return pause.flatMap(done -> ASIDE.contains(later.reason())
                ? aside.refused(attempt, later.reason())
                : queue.requeued(attempt, later.reason()));
    }

    /** Stops what would meet the same refusal first, so that the rest of the queue does not meet it one by one. */
    private Uni<Generation> refused(Generation attempt, boolean promised, SubmitResult.Refused refused) {
        return refused.reason() == SubmitResult.Refusal.NO_CREDITS
                ? withoutCredits(attempt, promised, refused)
                : limit.stopped(attempt, refused.reason()).flatMap(stop -> switch (stop) {
                    case ACCOUNT, ELSEWHERE -> queue.requeued(attempt, refused.reason());
                    case ITSELF -> aside.refused(attempt, refused.reason());
                    case NOTHING -> failed(attempt, refused);
                });
    }

    private Uni<Generation> withoutCredits(Generation attempt, boolean promised, SubmitResult.Refused refused) {
        LOG.infof("generation %s: credits do not suffice, what costs as much or more waits", attempt.id());
        return aside.stop(attempt.id(), attempt.account()).flatMap(elsewhere -> {
            if (elsewhere) {
                return queue.requeued(attempt, refused.reason());
            }
            return promised || rules.queueWithoutCredits()
                    ? aside.refused(attempt, refused.reason())
                    : failed(attempt, refused);
        });
    }

    private Uni<Generation> failed(Generation attempt, SubmitResult.Refused refused) {
        Outcome outcome = Outcome.failed(null, refused.failure(), null);
        return completions
                .complete(Completion.of(attempt, outcome, ResolvedBy.SUBMISSION))
                .map(CommitResult::generation);
    }
}
