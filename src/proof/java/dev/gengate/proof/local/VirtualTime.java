package dev.gengate.proof.local;

import dev.gengate.proof.simulator.SimulatorSettings;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** A sandbox's seconds: each of the gateway's and of the provider's waits takes so many times less. */
record VirtualTime(int speed) {
    private static final Duration TICK = Duration.ofMillis(100);
    private static final Duration SECOND = Duration.ofSeconds(1);

    VirtualTime {
        if (speed < 1 || speed > 1_000) {
            throw new IllegalArgumentException("--speed must be from 1 to 1000");
        }
    }

    /** The gateway's waits, by variable; none below what it takes. */
    Map<String, String> gateway() {
        Map<String, String> times = new LinkedHashMap<>();
        times.put("GATEWAY_PACE_PERIOD", text(Duration.ofSeconds(10), Duration.ofMillis(10)));
        times.put("GATEWAY_RECONCILE_AFTER", text(Duration.ofSeconds(60), TICK));
        times.put("GATEWAY_RECONCILE_EVERY", text(Duration.ofSeconds(1), TICK));
        times.put("GATEWAY_DEADLINE_RESULT", text(Duration.ofHours(24), SECOND));
        times.put("GATEWAY_DEADLINE_CONFIRMATION", text(Duration.ofMinutes(15), SECOND));
        times.put("GATEWAY_CREDITS_EVERY", text(Duration.ofSeconds(60), SECOND));
        times.put("GATEWAY_CUSTODY_WAIT", text(Duration.ofSeconds(20), SECOND));
        times.put("GATEWAY_PROVIDER_KIE_BREAKER_DELAY", text(Duration.ofSeconds(5), TICK));
        return times;
    }

    /** The provider's, in milliseconds. */
    SimulatorSettings provider(SimulatorSettings settings) {
        return settings.with("createTaskLatency", settings.createTaskLatency() / speed)
                .with("completion", settings.completion() / speed)
                .with("ratePeriod", Math.max(1, settings.ratePeriod() / speed));
    }

    private String text(Duration usual, Duration least) {
        Duration fast = usual.dividedBy(speed);
        return (fast.compareTo(least) < 0 ? least : fast).toString();
    }
}
