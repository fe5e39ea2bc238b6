package dev.gengate.proof.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gengate.proof.gateway.CompletedEvent;
import dev.gengate.proof.simulator.client.CallbackAttempt;
import dev.gengate.proof.simulator.client.ProviderTask;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Whether an event says what the provider's truth says. The truth about a task is settled when the task is made: its
 * first report and recordInfo say it; a second callback that contradicts, or a report about another task, is not the
 * truth. Where the gateway gave up, the truth must have been out of its reach until then.
 */
final class Truth {
    /** Callbacks from which the gateway can learn the end, or at least the task to ask for. */
    private static final Set<String> TELLING = Set.of("report", "unreadable");

    private final CompletedEvent event;
    private final JsonNode data;
    private final List<ProviderTask> tasks;

    Truth(CompletedEvent event, List<ProviderTask> tasks) {
        this.event = event;
        this.data = event.json();
        this.tasks = tasks;
    }

    /** What is untrue of the event; empty when it is the truth. */
    Optional<String> objection() {
        return account().or(this::outcome);
    }

    /** A task is known to its own account only: one that another was asked for was not polled, or paid by another. */
    private Optional<String> account() {
        String told = data.path("account").asText(null);
        return ownTask()
                .filter(task -> told != null && !told.equals(task.account()))
                .map(task -> "of account " + told + ", in truth " + task.account());
    }

    private Optional<String> outcome() {
        return switch (event.outcome()) {
            case "succeeded" -> succeeded();
            case "failed" -> failed();
            case "expired" -> expired();
            default -> Optional.of("outcome " + event.outcome());
        };
    }

    private Optional<String> succeeded() {
        List<JsonNode> results = new ArrayList<>();
        Kept.withoutKeeping(data)
                .path("results")
                .forEach(result -> results.add(((ObjectNode) result).without("expiresAt")));
        return ownTask()
                .map(task -> "success".equals(task.outcome()) && areThoseOf(task, results)
                        ? null
                        : "succeeded, in truth " + task.outcome() + " with other results")
                .or(() -> noTask().map(none -> "succeeded without its task"));
    }

    /** The first results of one that is too much for any event, as many as there is room for. */
    private static List<JsonNode> taken(ProviderTask task, List<JsonNode> told) {
        List<JsonNode> made = task.results();
        return ProviderFaults.poisons(task) && told.size() < made.size() ? made.subList(0, told.size()) : made;
    }

    /** Whether kinds and roles agree, and the data of a model that answers with some. */
    private boolean areThoseOf(ProviderTask task, List<JsonNode> results) {
        JsonNode told = data.path("data").isMissingNode() ? NullNode.instance : data.path("data");
        JsonNode made = madeData(task);
        boolean tooMuch = ProviderFaults.poisons(task) && told.isNull();
        return results.equals(taken(task, results))
                && (tooMuch || made.equals(told))
                && !(results.isEmpty() && told.isNull());
    }

    private Optional<String> failed() {
        if ("submission_unconfirmed".equals(failureCode())) {
            return unconfirmed();
        }
        if ("submission".equals(data.path("resolvedBy").asText())) {
            return tasks.isEmpty() ? Optional.empty() : Optional.of("refused, but there is a task");
        }
        return ownTask()
                .map(task -> failureCode().equals(failureCode(task)) ? null : "failed, in truth " + task.outcome())
                .or(() -> noTask().map(none -> "failed without its task"));
    }

    private static String failureCode(ProviderTask task) {
        boolean nothing = "success".equals(task.outcome())
                && task.resultUrls().isEmpty()
                && madeData(task).isNull();
        return nothing ? "no_result" : task.failCode();
    }

    private static JsonNode madeData(ProviderTask task) {
        return task.data() == null ? NullNode.instance : task.data();
    }

    /** Rightly so only if nothing that tells of the task was acknowledged before. */
    private Optional<String> unconfirmed() {
        boolean told = tasks.stream().flatMap(task -> task.callbacks().stream()).anyMatch(this::toldBefore);
        return told ? Optional.of("unconfirmed, but a callback had been acknowledged") : Optional.empty();
    }

    private boolean toldBefore(CallbackAttempt attempt) {
        return attempt.status() == 200 && TELLING.contains(attempt.kind()) && attempt.at() < completedAt();
    }

    /** Rightly so only if no task of it had ended by then, or nobody could say so. */
    private Optional<String> expired() {
        return tasks.stream()
                .filter(task -> task.completedAt() != null && task.completedAt() < completedAt())
                .filter(task -> !unknowable(task))
                .map(task -> "expired, but its task of %s had ended, polled %d times with %s"
                        .formatted(task.model(), task.polls(), task.faults()))
                .findFirst();
    }

    private boolean unknowable(ProviderTask task) {
        return task.faults().contains(ProviderFaults.HANGS_FOR_EVER)
                && task.callbacks().stream()
                        .noneMatch(attempt -> attempt.status() == 200 && "report".equals(attempt.kind()));
    }

    private Optional<ProviderTask> ownTask() {
        String taskId = data.path("taskId").asText();
        return tasks.stream()
                .filter(task -> Objects.equals(task.taskId(), taskId))
                .findFirst();
    }

    private Optional<Boolean> noTask() {
        return ownTask().isEmpty() ? Optional.of(true) : Optional.empty();
    }

    private String failureCode() {
        return data.path("failure").path("code").asText();
    }

    private long completedAt() {
        return Instant.parse(data.path("completedAt").asText()).toEpochMilli();
    }
}
