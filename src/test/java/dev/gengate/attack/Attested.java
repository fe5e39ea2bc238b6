package dev.gengate.attack;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.HashMap;
import java.util.Map;

/**
 * What {@link Hardened} cannot have: callbacks that the provider signs and confirms when asked, and tokens that name the
 * caller by the client that was registered. Together, for each profile is an application that takes seconds to build.
 */
public class Attested implements QuarkusTestProfile {
    public static final String WEBHOOK_KEY = "unit-test-hmac-key";

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> config = new HashMap<>(Hardened.tokens("azp"));
        config.put("gateway.callback.signature-key", WEBHOOK_KEY);
        config.put("gateway.callback.read-back", "true");
        return config;
    }
}
