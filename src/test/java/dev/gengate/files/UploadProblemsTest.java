package dev.gengate.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.generation.RetentionConfig;
import dev.gengate.problem.ProblemException;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UploadProblemsTest {
    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

    private final SmallRyeConfig config = new SmallRyeConfigBuilder()
            .withMapping(FilesConfig.class)
            .withMapping(RetentionConfig.class)
            .build();

    private final UploadProblems problems = new UploadProblems(
            config.getConfigMapping(FilesConfig.class),
            config.getConfigMapping(RetentionConfig.class),
            Clock.fixed(NOW, ZoneOffset.UTC));

    /** What is to go and has not gone yet goes with the next sweep. */
    @ParameterizedTest
    @CsvSource({"PT90S, PT90S", "PT0S, PT1M", "PT-5M, PT1M"})
    void roomIsNeverPromisedForATimeThatIsOver(Duration due, Duration told) {
        ProblemException full = (ProblemException) problems.of(new UploadException(NOW.plus(due)));

        assertEquals(told, full.retryAfter());
        assertTrue(full.getMessage().contains("at " + NOW.plus(told)), full::getMessage);
    }
}
