package dev.gengate.drift;

import io.smallrye.config.ConfigMapping;
import jakarta.validation.valueextraction.Unwrapping;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** How the models' files are compared with what the provider says of them. */
@ConfigMapping(prefix = "gateway.models.drift")
public interface DriftConfig {

    /** How often one replica asks for all schemas, one a second. Default: never. */
    @DurationMin(seconds = 1, payload = Unwrapping.Unwrap.class)
    @DurationMax(days = 30, payload = Unwrapping.Unwrap.class)
    Optional<Duration> every();
}
