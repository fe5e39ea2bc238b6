package dev.gengate.drift;

import dev.gengate.drift.Difference.Kind;
import dev.gengate.generation.account.AccountStore;
import dev.gengate.generation.drift.DriftStore;
import dev.gengate.models.Catalogue;
import dev.gengate.models.Model;
import dev.gengate.models.Price;
import dev.gengate.provider.KieProvider;
import dev.gengate.provider.answer.SchemaReport;
import dev.gengate.schedule.Beat;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Compares each model's file with what the provider says of it, now and then, one question a second over all replicas.
 * It tells and changes nothing.
 */
@ApplicationScoped
class DriftCheck {
    private static final Logger LOG = Logger.getLogger(DriftCheck.class);
    private static final Duration A_SECOND = Duration.ofSeconds(1);

    private final Catalogue catalogue;
    private final KieProvider provider;
    private final AccountStore accounts;
    private final DriftStore store;
    private final DriftMetrics metrics;

    DriftCheck(
            Catalogue catalogue, KieProvider provider, AccountStore accounts, DriftStore store, DriftMetrics metrics) {
        this.catalogue = catalogue;
        this.provider = provider;
        this.accounts = accounts;
        this.store = store;
        this.metrics = metrics;
    }

    void start(@Observes StartupEvent event, Beat beat, DriftConfig config) {
        config.every().ifPresent(every -> beat.every("comparison of the models", A_SECOND, () -> round(every)));
    }

    Uni<Void> round(Duration every) {
        return store.turn()
                .invoke(metrics::show)
                .flatMap(turn -> turn.ours()
                        ? ask(turn.after(), every)
                        : Uni.createFrom().voidItem());
    }

    private Uni<Void> ask(String after, Duration every) {
        List<String> names = catalogue.living();
        Optional<String> next = names.stream()
                .filter(name -> after == null || name.compareTo(after) > 0)
                .findFirst();
        return next.map(name -> compare(name).onFailure().recoverWithUni(failure -> failed(name, failure)))
                .orElseGet(() -> store.done(every, names));
    }

    private Uni<Void> failed(String name, Throwable failure) {
        LOG.warnf("model %s is not compared: %s", name, failure);
        return unanswered(name);
    }

    private Uni<Void> compare(String name) {
        return accounts.first()
                .flatMap(account -> provider.schema(account, name))
                .flatMap(report -> told(name, report));
    }

    private Uni<Void> told(String name, SchemaReport report) {
        if (report instanceof SchemaReport.Told told) {
            return differences(catalogue.find(name).orElseThrow(), told)
                    .map(differences -> found(name, differences))
                    .orElseGet(() -> unanswered(name));
        }
        if (report instanceof SchemaReport.Gone) {
            return found(name, List.of(new Difference(Kind.REMOVED, "", "the provider does not have the model")));
        }
        return unanswered(name);
    }

    private Uni<Void> unanswered(String name) {
        metrics.unanswered();
        return store.skip(name);
    }

    private static Optional<List<Difference>> differences(Model model, SchemaReport.Told told) {
        Collection<String> deciding =
                Optional.ofNullable(model.price()).map(Price::deciding).orElse(List.of());
        return SchemaComparison.of(model.input(), told.openApi(), deciding)
                .map(all -> all.stream().map(one -> one.in(model.differs())).toList());
    }

    private Uni<Void> found(String name, List<Difference> differences) {
        differences.forEach(difference -> LOG.logf(
                difference.alarming() ? Logger.Level.WARN : Logger.Level.INFO, "model %s: %s", name, difference));
        int alarming = (int) differences.stream().filter(Difference::alarming).count();
        return store.keep(
                name, alarming, differences.stream().map(Difference::toString).toList());
    }
}
