package dev.gengate.configuration;

import java.util.List;
import java.util.stream.Stream;

/**
 * The mappings of all features; a name that none of them reads is unknown. Listed by name, so that this package depends
 * on no feature; a test finds one that is missing here.
 */
final class Mappings {
    static final List<Class<?>> ALL = Stream.<String>of(
                    "callback.PublicUrlConfig",
                    "callback.CallbackConfig",
                    "provider.ProviderConfig",
                    "queue.RateLimitConfig",
                    "queue.AdmissionConfig",
                    "accounts.CreditsConfig",
                    "drift.DriftConfig",
                    "usage.UsageConfig",
                    "observability.GaugesConfig",
                    "generation.ReconcileConfig",
                    "generation.DeadlineConfig",
                    "generation.RetentionConfig",
                    "operator.ReplayConfig",
                    "console.ConsoleConfig",
                    "outbox.topic.EventsConfig",
                    "outbox.TopicLimitConfig",
                    "access.CallersConfig",
                    "intake.IntakeConfig",
                    "models.ModelsConfig",
                    "custody.CustodyConfig",
                    "files.FilesConfig",
                    "database.DatabaseConfig",
                    "startup.MigrationConfig",
                    "tuning.TuningConfig")
            .<Class<?>>map(Mappings::mapping)
            .toList();

    private Mappings() {}

    private static Class<?> mapping(String name) {
        try {
            return Class.forName("dev.gengate." + name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
