package dev.gengate.deploy;

import static java.util.Map.entry;

import java.util.Map;
import java.util.Set;

/** The metrics that exist, in the form of Prometheus, with the labels that each may be selected by. */
final class KnownMetrics {
    /** Added to every series by Prometheus itself when it scrapes. */
    static final Set<String> TARGET_LABELS = Set.of("job", "instance", "namespace");

    static final Map<String, Set<String>> OF_THE_GATEWAY = Map.ofEntries(
            entry("gateway_submissions_total", Set.of("result")),
            entry("gateway_generations", Set.of("state")),
            entry("gateway_queue_depth", Set.of()),
            entry("gateway_queue_oldest_seconds", Set.of()),
            entry("gateway_provider_calls_seconds_bucket", Set.of("operation", "outcome", "le")),
            entry("gateway_provider_calls_seconds_count", Set.of("operation", "outcome")),
            entry("gateway_provider_calls_seconds_sum", Set.of("operation", "outcome")),
            entry("gateway_callbacks_total", Set.of("verdict")),
            entry("gateway_completion_seconds_bucket", Set.of("outcome", "le")),
            entry("gateway_completion_seconds_count", Set.of("outcome")),
            entry("gateway_completion_seconds_sum", Set.of("outcome")),
            entry("gateway_completions_total", Set.of("outcome", "resolved_by")),
            entry("gateway_reconcile_total", Set.of("action")),
            entry("gateway_unpublished", Set.of()),
            entry("gateway_unpublished_oldest_seconds", Set.of()),
            entry("gateway_open_oldest_seconds", Set.of()),
            entry("gateway_events_published_total", Set.of("path")),
            entry("gateway_events_failed_total", Set.of()),
            entry("gateway_credits", Set.of()),
            entry("gateway_pace_free_slots", Set.of()),
            entry("gateway_pace_paused", Set.of()));

    /** Exported by the service too, through Quarkus and Micrometer. */
    static final Map<String, Set<String>> OF_THE_RUNTIME = Map.of(
            "process_cpu_usage", Set.of(),
            "jvm_threads_live_threads", Set.of(),
            "jvm_memory_used_bytes", Set.of("area", "id"));

    /** Not the service's own: of Prometheus, and of kube-state-metrics where it runs. */
    static final Map<String, Set<String>> OF_OTHERS =
            Map.of("up", Set.of(), "kube_deployment_status_replicas_ready", Set.of("deployment"));

    private KnownMetrics() {}
}
