package dev.gengate.submission;

import dev.gengate.files.FileReferences;
import dev.gengate.models.EarlierReference;
import dev.gengate.models.EarlierTask;
import dev.gengate.models.FileReference;
import dev.gengate.models.ReadyInput;
import dev.gengate.problem.Problem.FieldError;
import dev.gengate.problem.ProblemException;
import dev.gengate.queue.AdmissionConfig;
import dev.gengate.queue.EarlierGenerations;
import dev.gengate.queue.EarlierGenerations.Named;
import dev.gengate.usage.Budgets;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Refuses a submission that is well formed: because one generation may not cost so much, or because its caller cannot use
 * the earlier generations or files that it names; foreign ones look unknown.
 */
@ApplicationScoped
class SubmissionChecks {
    private final EarlierGenerations earlier;
    private final FileReferences files;
    private final AdmissionConfig config;
    private final Budgets budgets;

    SubmissionChecks(EarlierGenerations earlier, FileReferences files, AdmissionConfig config, Budgets budgets) {
        this.earlier = earlier;
        this.files = files;
        this.config = config;
        this.budgets = budgets;
    }

    /** The submission, or the problem that its price is. Where that is bounded, it must be known. */
    Submission price(String caller, Submission submission) {
        BigDecimal price = submission.reservation().price();
        BigDecimal most = config.maxCredits().orElse(null);
        if (price == null && (most != null || budgets.of(caller) != null)) {
            throw ProblemException.invalid("/model", "has no known price, but your spending is limited");
        }
        if (most != null && price.compareTo(most) > 0) {
            throw ProblemException.invalid(
                    "/input",
                    "may cost " + price.toPlainString() + " credits; one generation may cost " + most.toPlainString()
                            + " at most");
        }
        return submission;
    }

    /** The account that has the tasks which it names, empty if it names none; or the problem that names each field at fault. */
    Uni<Optional<String>> account(String caller, Submission submission) {
        ReadyInput ready = submission.ready();
        return files.unusable(caller, ready.files())
                .flatMap(faults -> earlier.look(caller, ready.references()).map(named -> {
                    List<FieldError> errors = errors(named, faults);
                    if (errors.isEmpty()) {
                        errors = ofOtherTasks(ready.references());
                    }
                    if (!errors.isEmpty()) {
                        throw ProblemException.invalid(errors);
                    }
                    if (named.accounts().size() > 1) {
                        throw ProblemException.invalid(
                                "/input",
                                "names generations of several accounts at the provider, which know only their own");
                    }
                    return named.accounts().stream().findFirst();
                }));
    }

    /** Tracks that are not of the task which the same input names; the provider would find none. */
    private static List<FieldError> ofOtherTasks(List<EarlierReference> references) {
        Set<UUID> tasks = references.stream()
                .filter(reference -> reference.takes() == EarlierTask.Takes.TASK)
                .map(EarlierReference::generation)
                .collect(Collectors.toSet());
        return references.stream()
                .filter(reference -> reference.takes() == EarlierTask.Takes.TRACK
                        && !tasks.isEmpty()
                        && !tasks.contains(reference.generation()))
                .map(track -> new FieldError(
                        "/input" + track.pointer(), "must be of the generation that the input names as its task"))
                .toList();
    }

    private static List<FieldError> errors(Named named, Map<FileReference, String> faults) {
        Stream<FieldError> files =
                faults.entrySet().stream().map(fault -> error(fault.getKey().pointer(), fault.getValue()));
        Stream<FieldError> generations = named.unusable().entrySet().stream()
                .map(fault -> error(fault.getKey().pointer(), fault.getValue()));
        return Stream.concat(generations, files)
                .sorted(Comparator.comparing(FieldError::pointer))
                .toList();
    }

    private static FieldError error(String pointer, String what) {
        return new FieldError("/input" + pointer, what);
    }
}
