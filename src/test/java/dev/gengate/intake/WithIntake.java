package dev.gengate.intake;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** The caller shop submits by a topic too; its queue is short and its budget small. */
public class WithIntake implements QuarkusTestProfile {
    static final String TOPIC = "shop.requests";

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "gateway.intake.\"shop\".topic", TOPIC,
                "gateway.intake.\"shop\".caller", "shop",
                "gateway.callers.\"shop\".budget.day", "100000",
                "gateway.submission.max-queued-per-caller", "3");
    }
}
