package dev.gengate.proof.monitoring;

import dev.gengate.proof.cluster.Log;
import dev.gengate.proof.manifests.MetricNamesInUse;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ConditionTimeoutException;

/** Looks at the alerts once a second, and tells those of one cause from what an earlier one left behind. */
final class AlertWatch {
    private static final Duration PATIENCE = Duration.ofSeconds(75);

    private final PrometheusServer prometheus;
    private final Set<String> fired = new TreeSet<>();

    AlertWatch(PrometheusServer prometheus) {
        this.prometheus = prometheus;
    }

    /** The names of all alerts about the gateway; those about the database's operator have no cause here. */
    static Set<String> all() {
        return MetricNamesInUse.alertsOfTheGateway()
                .map(alert -> alert.path("alert").asText())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** All that fires at any moment of that time. */
    Set<String> firingWithin(Duration time) {
        Set<String> firing = new TreeSet<>();
        Instant end = Instant.now().plus(time);
        everySecond().forever().until(() -> {
            firing.addAll(prometheus.firing());
            return Instant.now().isAfter(end);
        });
        return firing;
    }

    /** Waits until none of them is about to fire or fires; returns those that are not silent in all the time. */
    Set<String> awaitSilence(Set<String> alerts) {
        Set<String> loud = new TreeSet<>();
        try {
            everySecond().atMost(PATIENCE).until(() -> {
                loud.clear();
                loud.addAll(alerts);
                loud.retainAll(prometheus.active());
                return loud.isEmpty();
            });
        } catch (ConditionTimeoutException e) {
            Log.line("%s: not silent", loud);
        }
        return loud;
    }

    /** Waits until all alerts of the cause fire of what began then; returns those that do not in all the time. */
    Set<String> awaitFiring(AlertCauses.Cause cause, Instant begin) {
        Set<String> waiting = new TreeSet<>(cause.alerts());
        try {
            everySecond().atMost(PATIENCE).until(() -> {
                cause.again().run();
                Set<String> firing = prometheus.firingSince(begin);
                firing.retainAll(waiting);
                fired.addAll(firing);
                waiting.removeAll(firing);
                return waiting.isEmpty();
            });
        } catch (ConditionTimeoutException e) {
            Log.line("%s: not firing", waiting);
        }
        return waiting;
    }

    private static ConditionFactory everySecond() {
        return Awaitility.await().pollDelay(Duration.ZERO).pollInterval(Duration.ofSeconds(1));
    }

    /** The alerts that their own cause has fired. */
    Set<String> fired() {
        return Set.copyOf(fired);
    }
}
