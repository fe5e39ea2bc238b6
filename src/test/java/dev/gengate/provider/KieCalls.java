package dev.gengate.provider;

import dev.gengate.provider.answer.Bodies;
import dev.gengate.provider.answer.SubmitResult;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;

/** The real client, as tests call it. */
final class KieCalls {
    static final UUID ID = UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8057");
    static final TaskRequest REQUEST =
            new TaskRequest("default", "ads", ID, "google/imagen4-fast", "{\"prompt\":\"a sailor\"}", () -> {});

    private KieCalls() {}

    static KieProvider provider(ProviderConfig config) {
        return new KieProvider(
                config,
                id -> "https://gateway.example/" + id,
                Bodies.reader(new SimpleMeterRegistry()),
                new ProviderMetrics(new SimpleMeterRegistry()),
                Clock.systemUTC());
    }

    static SubmitResult submit(KieProvider provider) {
        return result(provider.submit(REQUEST));
    }

    static <T> T result(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(10));
    }
}
