package dev.gengate.submission;

import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.gengate.generation.GenerationState;
import dev.gengate.generation.Priority;
import dev.gengate.models.ModelRequest;
import dev.gengate.submission.pages.GenerationPage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What would be read of a prompt or a result if somebody logged what holds it. */
class TextOfContentTest {
    private static final String CONTENT = "nobody-may-read-this";

    @ParameterizedTest
    @MethodSource
    void holdsNoContent(Object holder) {
        assertFalse(String.valueOf(holder).contains(CONTENT), holder.getClass()::getName);
    }

    static Stream<Object> holdsNoContent() {
        return Stream.of(
                new SubmissionRequest(
                        "model",
                        JsonNodeFactory.instance.textNode(CONTENT),
                        CONTENT,
                        Map.of("key", CONTENT),
                        Priority.NORMAL),
                new Submission("model", CONTENT, CONTENT, CONTENT, Priority.NORMAL, null),
                new ModelRequest(null, "ads", "model", JsonNodeFactory.instance.textNode(CONTENT), Optional.empty()),
                view(),
                new GenerationPage(List.of(view()), null, null));
    }

    private static GenerationView view() {
        return new GenerationView(
                UUID.randomUUID(),
                "ads",
                GenerationState.SUCCEEDED.wireName(),
                "model",
                CONTENT,
                "default",
                "task",
                CONTENT,
                CONTENT,
                CONTENT,
                CONTENT,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }
}
