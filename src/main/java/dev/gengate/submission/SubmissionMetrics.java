package dev.gengate.submission;

import dev.gengate.generation.Generation;
import dev.gengate.generation.GenerationState;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;

/** What is counted of submissions. */
@ApplicationScoped
class SubmissionMetrics {
    /** Submissions by what they were answered. */
    static final String SUBMISSIONS = "gateway.submissions";

    private final MeterRegistry registry;

    SubmissionMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void answered(Submissions.Answer answer) {
        count(answer.replayed() ? "replayed" : result(answer.generation()));
    }

    void rejected() {
        count("rejected");
    }

    void unavailable() {
        count("unavailable");
    }

    private static String result(Generation row) {
        return row.state() == GenerationState.FAILED ? "refused" : row.state().wireName();
    }

    private void count(String result) {
        registry.counter(SUBMISSIONS, "result", result).increment();
    }
}
