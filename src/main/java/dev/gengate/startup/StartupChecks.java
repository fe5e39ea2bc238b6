package dev.gengate.startup;

import dev.gengate.access.CallersConfig;
import dev.gengate.configuration.PlaintextWarnings;
import dev.gengate.configuration.SafetyRules;
import dev.gengate.provider.ProviderConfig;
import dev.gengate.queue.RateLimitConfig;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * In production an unsafe value stops the start-up, with its property's name and what would be right. What is unsafe on
 * some networks alone is logged.
 */
@ApplicationScoped
class StartupChecks {
    private static final Logger LOG = Logger.getLogger(StartupChecks.class);

    private final CallersConfig callers;
    private final ProviderConfig provider;
    private final RateLimitConfig pace;
    private final List<String> secrets;
    private final String publicUrl;
    private final boolean oidc;
    private final Config config;

    StartupChecks(
            CallersConfig callers,
            ProviderConfig provider,
            RateLimitConfig pace,
            @ConfigProperty(name = "gateway.callback.secrets") List<String> secrets,
            @ConfigProperty(name = "gateway.public-url") String publicUrl,
            @ConfigProperty(name = "quarkus.oidc.tenant-enabled") boolean oidc,
            Config config) {
        this.callers = callers;
        this.secrets = secrets;
        this.provider = provider;
        this.pace = pace;
        this.publicUrl = publicUrl;
        this.oidc = oidc;
        this.config = config;
    }

    void check(@Observes @Priority(StartOrder.CHECKS) StartupEvent event) {
        if (LaunchMode.current() == LaunchMode.NORMAL) {
            List<String> faults = faults();
            if (!faults.isEmpty()) {
                throw new ConfigurationException(String.join("; ", faults));
            }
            warnOfClearText();
        }
    }

    private List<String> faults() {
        SafetyRules rules = new SafetyRules();
        rules.publicUrl(publicUrl);
        rules.secrets(secrets);
        rules.providerUrl(provider.url());
        rules.callers(callers.byName(), oidc);
        rules.tokens(oidc, text("quarkus.oidc.token.audience"), text("quarkus.oidc.token.principal-claim"));
        rules.pace(pace.limit(), pace.period(), pace.maxRunning());
        rules.signatureKey(text("gateway.callback.signature-key"));
        rules.positive("gateway.credits.every", config.getValue("gateway.credits.every", Duration.class));
        rules.ports(number("quarkus.http.port"), number("quarkus.management.port"));
        atLeast(rules, "gateway.submission.max-queued", 1);
        atLeast(rules, "gateway.submission.max-queued-per-caller", 1);
        atLeast(rules, "gateway.callback.failures-per-minute", 0);
        return rules.faults();
    }

    private void warnOfClearText() {
        PlaintextWarnings.database(
                        config.getValue("gateway.db.host", String.class),
                        config.getValue("gateway.db.tls", String.class))
                .ifPresent(LOG::warn);
        PlaintextWarnings.kafka(
                        text("kafka.bootstrap.servers").orElse("localhost:9092"),
                        text("kafka.security.protocol").orElse("PLAINTEXT"))
                .ifPresent(LOG::warn);
    }

    private Optional<String> text(String property) {
        return config.getOptionalValue(property, String.class);
    }

    private int number(String property) {
        return config.getValue(property, Integer.class);
    }

    private void atLeast(SafetyRules rules, String property, int least) {
        rules.atLeast(property, least, number(property));
    }
}
