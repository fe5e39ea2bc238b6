package dev.gengate.provider;

import io.quarkus.test.junit.QuarkusTestProfile;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Map;
import java.util.Set;

/** The application without its neighbours: no database and no broker, for tests of the REST client. */
public class ProviderAlone implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "gateway.provider.kie.api-key", "unit-test-key",
                "gateway.public-url", "http://127.0.0.1:8080",
                "gateway.callback.secrets", "unit-test-secret",
                "quarkus.devservices.enabled", "false",
                "quarkus.datasource.db-kind", "postgresql",
                "quarkus.datasource.active", "false",
                "quarkus.oidc.tenant-enabled", "false",
                "quarkus.otel.sdk.disabled", "true");
    }

    @Override
    public Set<Class<?>> getEnabledAlternatives() {
        return Set.of(SystemClock.class);
    }

    @Alternative
    @Singleton
    static class SystemClock {
        @Produces
        @Singleton
        Clock clock() {
            return Clock.systemUTC();
        }
    }
}
