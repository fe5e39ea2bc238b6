package dev.gengate.submission;

import dev.gengate.models.EarlierReference;
import dev.gengate.models.EarlierTask;
import dev.gengate.problem.Problem.FieldError;
import dev.gengate.problem.ProblemException;
import dev.gengate.queue.EarlierGenerations;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Refuses a submission that names earlier generations which its caller cannot use; foreign ones look unknown. */
@ApplicationScoped
class EarlierChecks {
    private final EarlierGenerations earlier;

    EarlierChecks(EarlierGenerations earlier) {
        this.earlier = earlier;
    }

    /** The submission, or the problem that names each field at fault. */
    Uni<Submission> check(String caller, Submission submission) {
        return earlier.unusable(caller, submission.ready().references()).map(unusable -> {
            if (!unusable.isEmpty()) {
                throw ProblemException.invalid(
                        unusable.stream().map(EarlierChecks::error).toList());
            }
            return submission;
        });
    }

    private static FieldError error(EarlierReference reference) {
        boolean task = reference.takes() == EarlierTask.Takes.TASK;
        String what = task ? "must be the id of" : "must be generation:{id}/{n} with a result of";
        List<String> of = reference.of();
        String models = of.contains("*") ? "" : " and is of " + String.join(", ", of);
        return new FieldError(
                "/input" + reference.pointer(), what + " a generation of yours that has succeeded" + models);
    }
}
