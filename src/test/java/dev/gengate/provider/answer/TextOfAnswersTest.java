package dev.gengate.provider.answer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.gengate.generation.Completion;
import dev.gengate.generation.Outcome;
import dev.gengate.generation.ResolvedBy;
import dev.gengate.provider.ProviderConfig;
import dev.gengate.provider.TaskRequest;
import dev.gengate.provider.answer.FoundResults.FoundResult;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What would be read of the provider's key, of a prompt or of a result if somebody logged what holds it. */
class TextOfAnswersTest {
    private static final String SECRET = "nobody-may-read-this";

    @ParameterizedTest
    @MethodSource
    void holdsNothingSecret(Object holder) {
        assertFalse(String.valueOf(holder).contains(SECRET), holder.getClass()::getName);
    }

    static Stream<Object> holdsNothingSecret() {
        Outcome outcome = Outcome.succeeded("task", List.of(Bodies.image(SECRET)), SECRET, BigDecimal.ONE);
        return Stream.of(
                new ProviderAnswer(200, Optional.empty(), SECRET.getBytes(UTF_8)),
                new TaskRequest("default", "ads", UUID.randomUUID(), "model", SECRET, () -> {}),
                new FoundResult(SECRET, null, null),
                new FoundResults(List.of(new FoundResult(SECRET, null, null)), SECRET, 0, false, false),
                ResultData.of(TextNode.valueOf(SECRET)),
                new TaskDetails("success", "model", SECRET, SECRET, null, null, null, null),
                new TaskReport.Finished(outcome),
                Completion.of(UUID.randomUUID(), outcome, ResolvedBy.CALLBACK),
                config());
    }

    private static ProviderConfig config() {
        return new SmallRyeConfigBuilder()
                .withMapping(ProviderConfig.class)
                .withConverter(Duration.class, 200, new DurationConverter())
                .withDefaultValue("gateway.provider.kie.api-key", SECRET)
                .build()
                .getConfigMapping(ProviderConfig.class);
    }
}
