package dev.gengate.custody;

import dev.gengate.custody.KeptResults.Stored;
import dev.gengate.custody.fetch.Fetcher;
import dev.gengate.custody.fetch.ResultHost;
import dev.gengate.generation.Generation;
import dev.gengate.provider.KieProvider;
import dev.gengate.provider.answer.TaskReport;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The configured store, made when it is first used: one that is not configured costs nothing. */
@ApplicationScoped
class StoreOfResults {
    private static final Duration MOST_LAST_HOURS = Duration.ofHours(4);
    private static final Duration LONGEST_UNWRITTEN = Duration.ofSeconds(5);

    private final CustodyConfig config;
    private final ResultHost hosts;
    private final Vertx vertx;
    private final KieProvider provider;
    private final Clock clock;
    private ResultStore store;

    StoreOfResults(
            CustodyConfig config,
            Vertx vertx,
            KieProvider provider,
            Clock clock,
            @ConfigProperty(name = "gateway.public-url") String publicUrl) {
        this.config = config;
        this.vertx = vertx;
        this.provider = provider;
        this.clock = clock;
        this.hosts = ResultHost.of(config, publicUrl);
    }

    boolean on() {
        return config.store() != CustodyConfig.Store.NONE;
    }

    /** How long after its end a generation may still be copied. */
    Duration longest() {
        return on() ? config.giveUpAfter() : Duration.ZERO;
    }

    /** Time in which somebody can still mend what keeps results from being stored: most have not come to it. */
    Duration lastHours() {
        Duration part = config.giveUpAfter().dividedBy(6);
        return part.compareTo(MOST_LAST_HOURS) < 0 ? part : MOST_LAST_HOURS;
    }

    /** Whether it makes URLs that others may use. */
    boolean signs() {
        return config.store() == CustodyConfig.Store.S3;
    }

    /** Whether this store, as it is configured now, has that object of this name. */
    boolean has(String key, Stored stored) {
        return on() && get().uri(key).toString().equals(stored.uri());
    }

    synchronized ResultStore get() {
        if (store == null) {
            store = config.store() == CustodyConfig.Store.S3
                    ? new S3Store(vertx, config.s3(), config.concurrency(), config.directory(), clock)
                    : new DirectoryStore(
                            vertx,
                            config.directory()
                                    .orElseThrow(
                                            () -> new IllegalStateException("gateway.custody.directory is missing")),
                            clock);
        }
        return store;
    }

    /** How often is written down what is stored of a generation that is still copied: some times before its event goes. */
    Duration writtenEvery() {
        Duration part = config.patience().dividedBy(4);
        return part.compareTo(LONGEST_UNWRITTEN) < 0 ? part : LONGEST_UNWRITTEN;
    }

    Copier copier(CustodyMetrics metrics, CustodyLeases leases) {
        Fetcher fetcher = new Fetcher(
                vertx,
                hosts,
                ResultHost.Resolver.SYSTEM,
                config.maxBytes(),
                config.timeout(),
                Fetcher.options(config.concurrency(), config.timeout()));
        return new Copier(vertx, fetcher, this, metrics, clock, leases);
    }

    /** After whatever uses it. */
    synchronized void close(@Observes @Priority(Integer.MAX_VALUE) ShutdownEvent event) {
        if (store != null) {
            store.close();
        }
    }

    /** Another link to a file in the place of that one. Empty without one; never fails. */
    Future<Optional<String>> fresh(Generation row, String url) {
        return future(provider.downloadUrl(row.account(), url));
    }

    /** The link that the task's record has now. Empty without one; never fails. */
    Future<Optional<String>> told(Generation row, int number) {
        return future(provider.task(row.account(), row.model(), row.taskId()).map(report -> url(report, number)));
    }

    private static Optional<String> url(TaskReport report, int number) {
        return report instanceof TaskReport.Finished ended
                        && ended.outcome().results().size() >= number
                ? Optional.of(ended.outcome().results().get(number - 1).url())
                : Optional.empty();
    }

    private static <T> Future<T> future(Uni<T> answer) {
        return Future.fromCompletionStage(answer.subscribeAsCompletionStage());
    }
}
