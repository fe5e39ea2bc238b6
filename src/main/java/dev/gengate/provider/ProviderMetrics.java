package dev.gengate.provider;

import dev.gengate.provider.answer.CreditReport;
import dev.gengate.provider.answer.SchemaReport;
import dev.gengate.provider.answer.SubmitResult;
import dev.gengate.provider.answer.TaskOrigin;
import dev.gengate.provider.answer.TaskReport;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** Counts and times calls to the provider. */
@Startup
@ApplicationScoped
class ProviderMetrics {
    /** Calls by account, operation and outcome, with their latency. */
    static final String CALLS = "gateway.provider.calls";

    /** Whether calls to a model wait for themselves (0 or 1). */
    static final String MODEL_HELD = "gateway.provider.model.held";

    static final String CREATE_TASK = "create_task";
    static final String RECORD_INFO = "record_info";
    static final String CREDIT = "credit";
    static final String SCHEMA = "schema";
    static final String DOWNLOAD_URL = "download_url";
    static final String FILE_UPLOAD = "file_upload";

    private static final String OK = "ok";
    private static final String ACCEPTED = "accepted";
    private static final String REFUSED = "refused";
    private static final String TRY_LATER = "try_later";
    private static final String UNCONFIRMED = "unconfirmed";
    private static final String UNAVAILABLE = "unavailable";

    private static final Map<String, List<String>> OUTCOMES = Map.of(
            CREATE_TASK, List.of(ACCEPTED, REFUSED, TRY_LATER, UNCONFIRMED),
            RECORD_INFO, List.of(OK, UNAVAILABLE),
            CREDIT, List.of(OK, REFUSED, UNAVAILABLE),
            SCHEMA, List.of(OK, UNAVAILABLE),
            DOWNLOAD_URL, List.of(OK, UNAVAILABLE),
            FILE_UPLOAD, List.of(OK, REFUSED, UNAVAILABLE));

    private final MeterRegistry registry;
    /** Those that have a gauge. */
    private final Set<String> held = ConcurrentHashMap.newKeySet();

    ProviderMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Registers all timers at the start: a counter that appears with its first call hides that call from a rate. */
    void register(Collection<String> accounts) {
        accounts.forEach(account -> OUTCOMES.forEach(
                (operation, outcomes) -> outcomes.forEach(outcome -> timer(account, operation, outcome))));
    }

    /** Registers the model's gauge, once. */
    void held(String model, BooleanSupplier now) {
        if (held.add(model)) {
            Gauge.builder(MODEL_HELD, () -> now.getAsBoolean() ? 1 : 0)
                    .tag("model", model)
                    .register(registry);
        }
    }

    /** The call, timed from its subscription to its answer. */
    <T> Uni<T> timed(String account, String operation, Function<T, String> outcome, Uni<T> call) {
        return Uni.createFrom().deferred(() -> {
            Timer.Sample sample = Timer.start(registry);
            return call.invoke(answer -> sample.stop(timer(account, operation, outcome.apply(answer))));
        });
    }

    static String outcome(SubmitResult result) {
        return result.fold(task -> ACCEPTED, refused -> REFUSED, later -> TRY_LATER, lost -> UNCONFIRMED);
    }

    static String outcome(TaskReport report) {
        return report instanceof TaskReport.Unavailable ? UNAVAILABLE : OK;
    }

    static String outcome(TaskOrigin origin) {
        return origin == TaskOrigin.UNAVAILABLE ? UNAVAILABLE : OK;
    }

    static String outcome(CreditReport report) {
        if (report instanceof CreditReport.KeyRejected) {
            return REFUSED;
        }
        return report instanceof CreditReport.Balance ? OK : UNAVAILABLE;
    }

    static String outcome(Optional<String> link) {
        return link.isEmpty() ? UNAVAILABLE : OK;
    }

    static String outcome(UploadResult result) {
        if (result.url() != null) {
            return OK;
        }
        return result.refused() ? REFUSED : UNAVAILABLE;
    }

    static String outcome(SchemaReport report) {
        return report instanceof SchemaReport.Unavailable ? UNAVAILABLE : OK;
    }

    private Timer timer(String account, String operation, String outcome) {
        return Timer.builder(CALLS)
                .tag("account", account)
                .tag("operation", operation)
                .tag("outcome", outcome)
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(5))
                .maximumExpectedValue(Duration.ofSeconds(60))
                .register(registry);
    }
}
