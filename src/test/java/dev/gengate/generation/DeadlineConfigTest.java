package dev.gengate.generation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What waits for all that was accepted on a day waits for the last polls of its generations too. */
class DeadlineConfigTest {

    @ParameterizedTest
    @CsvSource({"PT24H, PT50H", "PT30M, PT1H40M"})
    void longestLifeHasTheGraceInIt(String result, Duration life) {
        DeadlineConfig deadlines = new SmallRyeConfigBuilder()
                .withMapping(DeadlineConfig.class)
                .withDefaultValue("gateway.deadline.result", result)
                .build()
                .getConfigMapping(DeadlineConfig.class);

        assertEquals(life, DeadlineConfig.longestLife(deadlines));
    }
}
