package dev.gengate.provider;

import dev.gengate.generation.AccountRoom;
import dev.gengate.models.ServedModels;
import dev.gengate.provider.answer.CreditReport;
import dev.gengate.provider.answer.DownloadUrlReader;
import dev.gengate.provider.answer.ProviderAnswer;
import dev.gengate.provider.answer.SchemaReport;
import dev.gengate.provider.answer.SubmitResult;
import dev.gengate.provider.answer.SubmitResultReader;
import dev.gengate.provider.answer.TaskId;
import dev.gengate.provider.answer.TaskOrigin;
import dev.gengate.provider.answer.TaskReport;
import dev.gengate.provider.answer.TaskReportReader;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * The only access to kie.ai. Its methods never fail or block: every failure is a case of the result. Built at start-up,
 * so that an unusable API key stops the start and not the first submission.
 */
@Startup
@ApplicationScoped
public class KieProvider implements AccountRoom {
    private static final Logger LOG = Logger.getLogger(KieProvider.class);

    private final Map<String, KieAccount> accounts;
    private final Duration deadline;
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
        this.accounts = KieAccount.all(config, clock);
        this.deadline = config.connectTimeout().plus(config.readTimeout());
        this.callbackUrls = callbackUrls;
        this.reports = reports;
        this.origins = new TaskOrigins(reports, callbackUrls);
        this.submitAnswers = new SubmitResultReader(clock);
        this.metrics = metrics;
        metrics.register(accounts.keySet());
    }

    void register(@Observes StartupEvent event, ServedModels models) {
        models.names().forEach(model -> metrics.held(model, () -> holds(model)));
    }

    /** Whether calls to the model wait for themselves with any account: they fail while others succeed. */
    private boolean holds(String model) {
        return accounts.values().stream().anyMatch(account -> account.holds(model));
    }

    /**
     * Asks the provider to create a task, which costs credits. Subscribing again to the result does not ask again, and
     * cancelling does not withdraw the call.
     */
    public Uni<SubmitResult> submit(TaskRequest request) {
        KieAccount account = accounts.get(request.account());
        if (account == null) {
            return Uni.createFrom()
                    .item(new SubmitResult.TryLater(SubmitResult.TryLater.Reason.UNREACHABLE, Optional.empty()));
        }
        if (account.holds(request)) {
            metrics.held(request.model(), () -> holds(request.model()));
            return Uni.createFrom()
                    .item(new SubmitResult.TryLater(SubmitResult.TryLater.Reason.FAILS_ALONE, Optional.empty()));
        }
        Uni<SubmitResult> call = account.call(
                        request,
                        () -> account.noting(SubmitResult.Accepted.class::isInstance, createTask(account, request)))
                .onFailure()
                // only steps before the call, such as making its body, can still fail here
                .recoverWithItem(failure -> without("createTask", failure, SubmitFailures.read(failure, false)));
        return metrics.timed(request.account(), ProviderMetrics.CREATE_TASK, ProviderMetrics::outcome, call)
                .memoize()
                .indefinitely();
    }

    /**
     * Asks the provider for the state of a task of that account.
     *
     * @param model what it was sent to, for an answer that does not say; null if that is not known
     */
    public Uni<TaskReport> task(String account, String model, String taskId) {
        return task(account, model, taskId, deadline);
    }

    /** The same with a shorter time limit. */
    public Uni<TaskReport> task(String account, String model, String taskId, Duration patience) {
        Uni<TaskReport> call = answer(account, api -> api.recordInfo(taskId), patience)
                .map(answer -> reports.ofRecordInfo(answer, taskId, model))
                .onFailure()
                .recoverWithItem(failure -> without("recordInfo", failure, new TaskReport.Unavailable()));
        return metrics.timed(label(account), ProviderMetrics.RECORD_INFO, ProviderMetrics::outcome, call);
    }

    /** Asks the provider which generation a task belongs to: the task's record repeats its callback URL. */
    public Uni<TaskOrigin> origin(String account, String taskId, UUID generationId, Duration patience) {
        if (!TaskId.valid(taskId)) {
            return Uni.createFrom().item(TaskOrigin.UNKNOWN);
        }
        Uni<TaskOrigin> call = answer(account, api -> api.recordInfo(taskId), patience)
                .map(answer -> origins.read(answer, taskId, generationId))
                .onFailure()
                .recoverWithItem(failure -> without("recordInfo", failure, TaskOrigin.UNAVAILABLE));
        return metrics.timed(label(account), ProviderMetrics.RECORD_INFO, ProviderMetrics::outcome, call);
    }

    /** Asks the provider for the account's balance. */
    public Uni<CreditReport> credits(String account) {
        Uni<CreditReport> call = answer(account, KieApi::credit, deadline)
                .map(CreditReport::read)
                .onFailure()
                .recoverWithItem(failure -> without("credit", failure, new CreditReport.Unavailable()));
        KieAccount known = accounts.get(account);
        return metrics.timed(
                label(account),
                ProviderMetrics.CREDIT,
                ProviderMetrics::outcome,
                known == null ? call : known.noting(CreditReport.Balance.class::isInstance, call));
    }

    /** When this replica's latest call began that showed the account's key to be good; empty before the first. */
    public Optional<Instant> keyAccepted(String account) {
        return Optional.ofNullable(accounts.get(account)).flatMap(KieAccount::accepted);
    }

    /** Asks the provider for a link that is good for some minutes in place of one of its own; empty without one. */
    public Uni<Optional<String>> downloadUrl(String account, String url) {
        Uni<Optional<String>> call = answer(account, api -> api.downloadUrl(Map.of("url", url)), deadline)
                .map(DownloadUrlReader::read)
                .onFailure()
                .recoverWithItem(failure -> without("download-url", failure, Optional.empty()));
        return metrics.timed(label(account), ProviderMetrics.DOWNLOAD_URL, ProviderMetrics::outcome, call);
    }

    /** Asks the provider what a model takes; every account gets the same answer. */
    public Uni<SchemaReport> schema(String account, String model) {
        int slash = model.indexOf('/');
        Uni<SchemaReport> call = answer(
                        account,
                        api -> slash < 0
                                ? api.schema(model)
                                : api.schema(model.substring(0, slash), model.substring(slash + 1)),
                        deadline)
                .map(SchemaReport::read)
                .onFailure()
                .recoverWithItem(failure -> without("schema", failure, new SchemaReport.Unavailable()));
        return metrics.timed(label(account), ProviderMetrics.SCHEMA, ProviderMetrics::outcome, call);
    }

    /**
     * How many createTask calls this replica should start now with that account: any number while calls succeed;
     * otherwise none for a while, then one as a trial.
     */
    @Override
    public int of(String account) {
        return accounts.containsKey(account) ? accounts.get(account).room() : 0;
    }

    /** The same for all accounts together. */
    public int room() {
        return accounts.values().stream().mapToInt(KieAccount::room).max().orElse(0);
    }

    /** The account, where there is only one. */
    public Optional<String> only() {
        return accounts.size() == 1 ? accounts.keySet().stream().findFirst() : Optional.empty();
    }

    /** Whether calls currently succeed with any account, as far as is known. */
    public boolean callable() {
        return room() > 1;
    }

    /** The account's label in metrics: one for all that are not configured any more. */
    private String label(String account) {
        return accounts.containsKey(account) ? account : "gone";
    }

    private Uni<SubmitResult> createTask(KieAccount account, TaskRequest request) {
        CreateTask task = new CreateTask(request, callbackUrls.urlFor(request.id()));
        return answer(() -> account.api().createTask(task), deadline)
                .map(submitAnswers::read)
                .onFailure()
                .recoverWithItem(
                        failure -> without("createTask", failure, SubmitFailures.read(failure, task.sending())));
    }

    /** Fails for an account that is not configured any more. */
    private Uni<ProviderAnswer> answer(
            String account, Function<KieApi, Uni<? extends Response>> call, Duration patience) {
        return answer(() -> call.apply(accounts.get(account).api()), patience);
    }

    /** The client's own time-outs end with the answer's head; this one covers the whole answer. */
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
