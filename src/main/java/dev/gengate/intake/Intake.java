package dev.gengate.intake;

import dev.gengate.database.DatabaseUnavailableException;
import dev.gengate.intake.IntakeMetrics.Hold;
import dev.gengate.intake.IntakeMetrics.Result;
import dev.gengate.problem.ProblemException;
import dev.gengate.problem.ProblemType;
import dev.gengate.submission.Requests;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.record.TimestampType;
import org.jboss.logging.Logger;

/**
 * Decides each record of one topic: it becomes a generation, or it is rejected. What can be neither now waits and is tried again:
 * while the ledger is away for as long as that takes, while there is no room for it until the intake's patience is over.
 */
final class Intake {
    private static final Logger LOG = Logger.getLogger(Intake.class);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

    private final String name;
    private final String caller;
    private final Duration patience;
    private final Duration keysAreKept;
    private final RequestEvents events;
    private final Requests requests;
    private final RejectedTopic rejected;
    private final IntakeGate gate;
    private final IntakeMetrics metrics;
    private final Clock clock;
    /** Whether the topic of rejections did not accept the last one. */
    private volatile boolean refused;

    /** @param keysAreKept older records may have been generations that are purged */
    Intake(
            String name,
            IntakeConfig.Topic of,
            Duration keysAreKept,
            RequestEvents events,
            Requests requests,
            RejectedTopic rejected,
            IntakeGate gate,
            IntakeMetrics metrics,
            Clock clock) {
        this.name = name;
        this.caller = of.caller();
        this.patience = of.patience();
        this.keysAreKept = keysAreKept;
        this.events = events;
        this.requests = requests;
        this.rejected = rejected;
        this.gate = gate;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** A record on its way. */
    private static final class Taken {
        private final ConsumerRecord<byte[], byte[]> record;
        private final RequestEvent request;
        /** Its timestamp, by which its topic will delete it, too; of one without, when it was read. */
        private final Instant since;

        private final Faults faults = new Faults();

        Taken(ConsumerRecord<byte[], byte[]> record, RequestEvent request, Instant now) {
            boolean dated = record.timestampType() != TimestampType.NO_TIMESTAMP_TYPE;
            this.record = record;
            this.request = request;
            this.since = dated ? Instant.ofEpochMilli(record.timestamp()) : now;
        }
    }

    /** Ends when the record is decided for good, and never fails. */
    Uni<Void> decide(ConsumerRecord<byte[], byte[]> record) {
        Taken taken = new Taken(record, events.of(record.headers(), record.value()), clock.instant());
        ProblemException fault = taken.request.fault();
        return (fault == null ? attempts(taken) : reject(taken, fault))
                .onCancellation()
                .invoke(() -> metrics.over(taken));
    }

    /** Repeated, not nested: a record may wait for days. */
    private Uni<Void> attempts(Taken taken) {
        return Uni.createFrom()
                .deferred(() -> attempt(taken))
                .repeat()
                .until(decided -> decided)
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** Whether the record is decided. */
    private Uni<Boolean> attempt(Taken taken) {
        return gate.enter(() -> submitted(taken)
                // by a stream that broke off: the record comes again
                .onCancellation()
                .invoke(gate::left)
                .invoke(accepted -> accepted(taken, accepted))
                .replaceWith(true)
                .onFailure()
                .recoverWithUni(failure -> failed(taken, failure)));
    }

    private Uni<Requests.Accepted> submitted(Taken taken) {
        RequestEvent request = taken.request;
        return Uni.createFrom()
                .deferred(() -> {
                    checkAge(taken);
                    return requests.accept(
                            caller,
                            request.idempotencyKey(),
                            request.data(),
                            request.correlationId(),
                            request.traceparent());
                })
                .onFailure(failure -> rejects(taken, failure))
                .recoverWithUni(problem -> requests.known(
                                caller, request.idempotencyKey(), request.data(), request.correlationId())
                        .onItem()
                        .ifNull()
                        .failWith(problem));
    }

    /** Unless it was accepted when it was valid, or there was room: a record comes again if the offset was not committed. */
    private boolean rejects(Taken taken, Throwable failure) {
        return failure instanceof ProblemException problem
                && (problem.type() == ProblemType.INVALID_INPUT || patienceIsOver(taken, hold(problem)));
    }

    /** An outage of the ledger is no refusal: what was tried meanwhile may have been accepted. */
    private boolean patienceIsOver(Taken taken, Hold hold) {
        return hold != null && hold != Hold.LEDGER && olderThan(patience, taken);
    }

    private boolean olderThan(Duration age, Taken taken) {
        return taken.since.isBefore(clock.instant().minus(age));
    }

    /** The ledger no longer knows whether an older record became a generation. */
    private void checkAge(Taken taken) {
        if (olderThan(keysAreKept, taken)) {
            throw ProblemException.invalid(
                    "timestamp", "must not be older than " + keysAreKept + ", for which keys are kept");
        }
    }

    private void accepted(Taken taken, Requests.Accepted accepted) {
        goesOn(taken);
        metrics.count(accepted.repeated() ? Result.REPEATED : Result.ACCEPTED);
    }

    private void goesOn(Taken taken) {
        gate.passed();
        if (metrics.over(taken)) {
            LOG.infof("intake %s resumes", name);
        }
    }

    private Uni<Boolean> failed(Taken taken, Throwable failure) {
        if (Faults.possible(failure)) {
            gate.left();
            return again(taken, failure);
        }
        Hold hold = hold(failure);
        if (hold == null) {
            goesOn(taken);
            return reject(taken, problem(failure)).replaceWith(true);
        }
        if (patienceIsOver(taken, hold)) {
            // for the others there is no more room than before
            gate.left();
            return reject(taken, problem(failure)).replaceWith(true);
        }
        waits(taken, hold);
        return Uni.createFrom().item(false);
    }

    /** What nobody expected may be over in a moment, too: only what fails again and again is rejected. */
    private Uni<Boolean> again(Taken taken, Throwable failure) {
        Duration pause = taken.faults.next(failure);
        if (pause == null) {
            return reject(taken, problem(failure)).replaceWith(true);
        }
        Uni<Boolean> again = Uni.createFrom().item(false);
        return pause.isZero() ? again : again.onItem().delayIt().by(pause);
    }

    private void waits(Taken taken, Hold hold) {
        if (metrics.held(taken, hold)) {
            LOG.warnf("intake %s waits: %s", name, hold);
        }
        gate.refused();
    }

    /** What has to change before a record can be taken; null for a record that will never be. */
    private static Hold hold(Throwable failure) {
        if (failure instanceof DatabaseUnavailableException) {
            return Hold.LEDGER;
        }
        return switch (((ProblemException) failure).type()) {
            case QUEUE_FULL -> Hold.QUEUE_FULL;
            case QUOTA_EXCEEDED -> Hold.QUOTA;
            case BUDGET_EXCEEDED -> ((ProblemException) failure).retryAfter() == null ? null : Hold.BUDGET;
            case NO_CREDITS -> Hold.CREDITS;
            case UNAVAILABLE -> Hold.LEDGER;
            default -> null;
        };
    }

    private static ProblemException problem(Throwable failure) {
        if (failure instanceof ProblemException problem) {
            return problem;
        }
        if (failure instanceof DatabaseUnavailableException) {
            // its cause may quote the record
            LOG.errorf("the ledger keeps refusing a record: %s", failure.getMessage());
        } else {
            LOG.error("unexpected error while processing a record", failure);
        }
        return ProblemException.of(ProblemType.INTERNAL, "The gateway has a defect; the error was logged.");
    }

    private Uni<Void> reject(Taken taken, ProblemException problem) {
        Rejection rejection = new Rejection(taken.record, taken.request, problem);
        return Uni.createFrom()
                .deferred(() -> {
                    // from now on: a topic may give no answer at all
                    metrics.held(taken, Hold.REJECTIONS);
                    return rejected.send(rejection.record(clock.instant()));
                })
                .onFailure(RecordTooLargeException.class)
                .recoverWithUni(
                        () -> rejected.send(rejection.withoutWhatIsLong().record(clock.instant())))
                .onFailure()
                .invoke(this::notRejected)
                .onFailure()
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .indefinitely()
                .invoke(() -> {
                    refused = false;
                    metrics.over(taken);
                    metrics.count(Result.REJECTED);
                    LOG.infof(
                            "intake %s: record %d of partition %d is rejected: %s",
                            name,
                            taken.record.offset(),
                            taken.record.partition(),
                            problem.type().uri());
                });
    }

    private void notRejected(Throwable failure) {
        if (!refused) {
            refused = true;
            LOG.warnf(
                    "intake %s: its topic of rejections does not accept a rejection: %s",
                    name, failure.getClass().getSimpleName());
        }
    }

    /** On shutdown, leaves what is not being submitted yet to the other replicas. */
    void stop() {
        gate.stop();
    }
}
