package dev.gengate.submission;

import dev.gengate.models.EarlierReference;
import dev.gengate.models.EarlierTask;
import dev.gengate.problem.Problem.FieldError;
import dev.gengate.problem.ProblemException;
import dev.gengate.queue.EarlierGenerations;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** Refuses a submission that names earlier generations which its caller cannot use; foreign ones look unknown. */
@ApplicationScoped
class EarlierChecks {
    private final EarlierGenerations earlier;

    EarlierChecks(EarlierGenerations earlier) {
        this.earlier = earlier;
    }

    /** The submission, or the problem that names each field at fault. */
    Uni<Submission> check(String caller, Submission submission) {
        return account(caller, submission).replaceWith(submission);
    }

    /** The account that has the tasks which it names, empty if it names none; or the problem. */
    Uni<Optional<String>> account(String caller, Submission submission) {
        return earlier.look(caller, submission.ready().references()).map(named -> {
            if (!named.unusable().isEmpty()) {
                throw ProblemException.invalid(
                        named.unusable().stream().map(EarlierChecks::error).toList());
            }
            if (named.accounts().size() > 1) {
                throw ProblemException.invalid(
                        "/input", "names generations of several accounts at the provider, which know only their own");
            }
            return named.accounts().stream().findFirst();
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
