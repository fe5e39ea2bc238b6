package dev.gengate.provider.answer;

import dev.gengate.generation.Outcome;
import java.util.Optional;

/** A callback's or recordInfo's report of a task, read tolerantly: the task's state decides, not a code. */
public sealed interface TaskReport {

    /** The task ended; {@link Outcome#taskId()} is set. */
    record Finished(Outcome outcome) implements TaskReport {}

    /** The task has not ended, or is in an unknown state. */
    record Running(String taskId) implements TaskReport {}

    /** recordInfo does not know the task: a wrong id, or too soon after createTask. */
    record NotThereYet() implements TaskReport {}

    /** The body is unusable; the id is what could be salvaged from it. */
    record Unreadable(Optional<String> taskId) implements TaskReport {}

    /** recordInfo gave no answer about the task: time-out, error, rate limit. */
    record Unavailable() implements TaskReport {}
}
