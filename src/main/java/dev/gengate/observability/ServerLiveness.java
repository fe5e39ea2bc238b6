package dev.gengate.observability;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * Alive while every thread of the server responds and its port answers. Both bounds are far above the effects of load:
 * a busy replica is not restarted.
 */
@Liveness
@ApplicationScoped
class ServerLiveness implements AsyncHealthCheck {
    static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);
    static final int MOST_UNANSWERED = 6;

    private final LoopBeats beats;
    private final OwnPort port;

    @Inject
    ServerLiveness(Vertx vertx, OwnPort port) {
        this(new LoopBeats(vertx, System::nanoTime), port);
    }

    ServerLiveness(LoopBeats beats, OwnPort port) {
        this.beats = beats;
        this.port = port;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return Uni.createFrom()
                .item(() -> HealthCheckResponse.named("server").status(alive()).build());
    }

    private boolean alive() {
        return beats.longestSilence().compareTo(LONGEST_SILENCE) <= 0 && port.unanswered() < MOST_UNANSWERED;
    }
}
