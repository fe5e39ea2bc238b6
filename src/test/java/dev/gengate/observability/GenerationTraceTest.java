package dev.gengate.observability;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.smallrye.mutiny.Uni;
import org.junit.jupiter.api.Test;

class GenerationTraceTest {
    /** Its caller would never learn that it has ended. */
    @Test
    void whatACallThrowsWhileTracingIsOffIsTheFailureOfItsStep() {
        IllegalStateException thrown = new IllegalStateException("at once");
        Uni<String> step = new GenerationTrace(null, null, true).step("createTask", null, () -> {
            throw thrown;
        });

        assertEquals(
                thrown,
                step.onItemOrFailure()
                        .transform((item, failure) -> failure)
                        .await()
                        .indefinitely());
    }
}
