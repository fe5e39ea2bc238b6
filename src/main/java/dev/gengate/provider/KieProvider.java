package dev.gengate.provider;

import dev.gengate.provider.answer.CreditReport;
import dev.gengate.provider.answer.CreditReportReader;
import dev.gengate.provider.answer.DownloadUrlReader;
import dev.gengate.provider.answer.ProviderAnswer;
import dev.gengate.provider.answer.SchemaReport;
import dev.gengate.provider.answer.SchemaReportReader;
import dev.gengate.provider.answer.SubmitResult;
import dev.gengate.provider.answer.SubmitResultReader;
import dev.gengate.provider.answer.TaskId;
import dev.gengate.provider.answer.TaskOrigin;
import dev.gengate.provider.answer.TaskReport;
import dev.gengate.provider.answer.TaskReportReader;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * The only access to kie.ai. Its methods never fail or block: every failure is a case of the result. Built at start-up,
 * so that an unusable API key stops the start and not the first submission.
 */
@Startup
@ApplicationScoped
public class KieProvider {
    private static final Logger LOG = Logger.getLogger(KieProvider.class);

    private final KieApi api;
    private final Duration deadline;
    private final Breaker breaker;
    private final ConnectBackOff reach;
    private final CallbackUrls callbackUrls;
    private final TaskReportReader reports;
    private final TaskOrigins origins;
    private final SubmitResultReader submitAnswers;
    private final ProviderMetrics metrics;

    KieProvider(
            ProviderConfig config,
            CallbackUrls callbackUrls,
            TaskReportReader reports,
            ProviderMetrics metrics,
            Clock clock) {
        this.api = KieClient.build(config);
        this.deadline = config.connectTimeout().plus(config.readTimeout());
        this.breaker = new Breaker(config.breaker());
        this.reach = new ConnectBackOff(clock);
        this.callbackUrls = callbackUrls;
        this.reports = reports;
        this.origins = new TaskOrigins(reports, callbackUrls);
        this.submitAnswers = new SubmitResultReader(clock);
        this.metrics = metrics;
    }

    /**
     * Asks the provider to create a task, which costs credits. Subscribing again to the result does not ask again, and
     * cancelling does not withdraw the call.
     */
    public Uni<SubmitResult> submit(TaskRequest request) {
        Uni<SubmitResult> call = breaker.call(() -> watched(createTask(request)))
                .onFailure()
                // only steps before the call, such as making its body, can still fail here
                .recoverWithItem(failure -> without("createTask", failure, SubmitFailures.read(failure, false)));
        return metrics.timed(ProviderMetrics.CREATE_TASK, ProviderMetrics::outcome, call)
                .memoize()
                .indefinitely();
    }

    /** Asks the provider for the state of a task. */
    public Uni<TaskReport> task(String taskId) {
        return task(taskId, deadline);
    }

    /** The same with a shorter time limit. */
    public Uni<TaskReport> task(String taskId, Duration patience) {
        Uni<TaskReport> call = answer(() -> api.recordInfo(taskId), patience)
                .map(answer -> reports.ofRecordInfo(answer, taskId))
                .onFailure()
                .recoverWithItem(failure -> without("recordInfo", failure, new TaskReport.Unavailable()));
        return metrics.timed(ProviderMetrics.RECORD_INFO, ProviderMetrics::outcome, call);
    }

    /** Asks the provider which generation a task belongs to: the task's record repeats its callback URL. */
    public Uni<TaskOrigin> origin(String taskId, UUID generationId, Duration patience) {
        if (!TaskId.valid(taskId)) {
            return Uni.createFrom().item(TaskOrigin.UNKNOWN);
        }
        Uni<TaskOrigin> call = answer(() -> api.recordInfo(taskId), patience)
                .map(answer -> origins.read(answer, taskId, generationId))
                .onFailure()
                .recoverWithItem(failure -> without("recordInfo", failure, TaskOrigin.UNAVAILABLE));
        return metrics.timed(ProviderMetrics.RECORD_INFO, ProviderMetrics::outcome, call);
    }

    /** Asks the provider for the account's balance. */
    public Uni<CreditReport> credits() {
        Uni<CreditReport> call = answer(api::credit)
                .map(CreditReportReader::read)
                .onFailure()
                .recoverWithItem(failure -> without("credit", failure, new CreditReport.Unavailable()));
        return metrics.timed(ProviderMetrics.CREDIT, ProviderMetrics::outcome, call);
    }

    /** Asks the provider for a link that is good for some minutes in place of one of its own; empty without one. */
    public Uni<Optional<String>> downloadUrl(String url) {
        Uni<Optional<String>> call = answer(() -> api.downloadUrl(Map.of("url", url)))
                .map(DownloadUrlReader::read)
                .onFailure()
                .recoverWithItem(failure -> without("download-url", failure, Optional.empty()));
        return metrics.timed(ProviderMetrics.DOWNLOAD_URL, ProviderMetrics::outcome, call);
    }

    /** Asks the provider what a model takes. */
    public Uni<SchemaReport> schema(String model) {
        int slash = model.indexOf('/');
        Uni<SchemaReport> call = answer(() -> slash < 0
                        ? api.schema(model)
                        : api.schema(model.substring(0, slash), model.substring(slash + 1)))
                .map(SchemaReportReader::read)
                .onFailure()
                .recoverWithItem(failure -> without("schema", failure, new SchemaReport.Unavailable()));
        return metrics.timed(ProviderMetrics.SCHEMA, ProviderMetrics::outcome, call);
    }

    /**
     * How many createTask calls this replica should start now: any number while calls succeed; otherwise none for a
     * while, then one as a trial.
     */
    public int room() {
        return Math.min(breaker.room(), reach.room());
    }

    /** Whether calls currently succeed, as far as is known. */
    public boolean callable() {
        return room() > 1;
    }

    private Uni<SubmitResult> watched(Uni<SubmitResult> call) {
        return Uni.createFrom()
                .item(reach::begin)
                .flatMap(begun -> call.invoke(result -> reach.end(begun, !SubmitFailures.unreachable(result))));
    }

    private Uni<SubmitResult> createTask(TaskRequest request) {
        CreateTask task = new CreateTask(request, callbackUrls.urlFor(request.id()));
        return answer(() -> api.createTask(task))
                .map(submitAnswers::read)
                .onFailure()
                .recoverWithItem(
                        failure -> without("createTask", failure, SubmitFailures.read(failure, task.sending())));
    }

    /** The client's own time-outs end with the answer's head; this one covers the whole answer. */
    private Uni<ProviderAnswer> answer(Supplier<Uni<? extends Response>> call) {
        return answer(call, deadline);
    }

    private Uni<ProviderAnswer> answer(Supplier<Uni<? extends Response>> call, Duration patience) {
        return Uni.createFrom()
                .deferred(call)
                .map(ProviderAnswer::of)
                .ifNoItem()
                .after(patience.compareTo(deadline) < 0 ? patience : deadline)
                .fail();
    }

    /** Logs only the kind of failure: messages of exceptions may quote the request. */
    private static <T> T without(String call, Throwable failure, T result) {
        LOG.debugf("%s got no answer: %s", call, failure.getClass().getName());
        return result;
    }
}
