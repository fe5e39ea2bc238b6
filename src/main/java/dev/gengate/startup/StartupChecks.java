package dev.gengate.startup;

import dev.gengate.configuration.ConfigurationCheck;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.SmallRyeConfig;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/**
 * Stops the start on a fault of the configuration, with the property's name and what would be right; in production
 * unsafe secrets and addresses are faults too. Logs what is unsafe on some networks only.
 */
@ApplicationScoped
class StartupChecks {
    private static final Logger LOG = Logger.getLogger(StartupChecks.class);

    private final SmallRyeConfig config;

    StartupChecks(Config config) {
        this.config = config.unwrap(SmallRyeConfig.class);
    }

    void check(@Observes @Priority(StartOrder.CHECKS) StartupEvent event) {
        boolean production = LaunchMode.current() == LaunchMode.NORMAL;
        List<String> faults = ConfigurationCheck.faultsBesideRanges(config, production);
        if (!faults.isEmpty()) {
            throw new ConfigurationException(String.join("; ", faults));
        }
        if (production) {
            ConfigurationCheck.warnings(config).forEach(LOG::warn);
        }
    }
}
