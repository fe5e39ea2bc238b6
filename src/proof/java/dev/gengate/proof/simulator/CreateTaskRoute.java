package dev.gengate.proof.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gengate.proof.gateway.Json;
import dev.gengate.proof.simulator.fault.Fault;
import dev.gengate.proof.simulator.fault.FaultOrder;
import dev.gengate.proof.simulator.fault.FaultPlan;
import dev.gengate.proof.simulator.fault.Misbehaviour;
import io.vertx.core.Future;
import java.io.UncheckedIOException;
import java.util.Optional;

/** {@code POST /api/v1/jobs/createTask}: what the provider answers to one request, and the task it makes of it. */
final class CreateTaskRoute {
    private static final long SLOW_BY_DEFAULT = 3000;

    private final TaskBook book;
    private final FaultPlan faults;
    private final TaskEnding ending;

    CreateTaskRoute(TaskBook book, FaultPlan faults, TaskEnding ending) {
        this.book = book;
        this.faults = faults;
        this.ending = ending;
    }

    void handle(Exchange exchange, String body) {
        if (book.settings().fast()) {
            handleFast(exchange, body);
            return;
        }
        Optional<SimulatedAccount> account = book.accountOf(exchange);
        if (account.isEmpty()) {
            finish(exchange, Call.of(null, body, Json.object(), Misbehaviour.NONE), Answer.NO_ACCESS);
            return;
        }
        Optional<JsonNode> json = parsed(body);
        if (json.isEmpty()) {
            finish(
                    exchange,
                    Call.of(account.get(), body, Json.object(), Misbehaviour.NONE),
                    Answer.code(400, "Malformed JSON"));
            return;
        }
        handle(exchange, call(account.get(), body, json.get()));
    }

    private void handle(Exchange exchange, Call call) {
        boolean first = book.firstAttempt(call.callBackUrl());
        Optional<Answer> broken = AnswerFaults.instead(call.misbehaviour(), first);
        if (broken.isPresent()) {
            finish(exchange, call, broken.get());
        } else if (call.misbehaviour().has(Fault.RESET)) {
            lose(exchange, call, "reset", null);
        } else {
            refusal(call.account(), call.request())
                    .ifPresentOrElse(refusal -> finish(exchange, call, refusal), () -> accept(exchange, call));
        }
    }

    private Call call(SimulatedAccount account, String body, JsonNode request) {
        return Call.of(
                account,
                body,
                request,
                faults.forCall(request.path("input").path("prompt").asText()));
    }

    private Optional<Answer> refusal(SimulatedAccount account, JsonNode request) {
        Optional<SimulatedModel> model =
                book.models().find(request.path("model").asText());
        if (model.isEmpty()) {
            return Optional.of(InputRules.UNKNOWN_MODEL);
        }
        JsonNode input = request.path("input");
        return InputRules.refusal(request)
                .or(() -> model.get().refusal(input))
                .or(() -> account.balance().compareTo(model.get().credits(input)) >= 0
                        ? Optional.empty()
                        : Optional.of(Answer.NO_CREDITS))
                .or(() -> account.pass() ? Optional.empty() : Optional.of(Answer.TOO_OFTEN));
    }

    private void accept(Exchange exchange, Call call) {
        SimulatedTask task = book.newTask(
                call.account(),
                call.callBackUrl(),
                call.model(),
                (ObjectNode) call.request().get("input"),
                call.misbehaviour());
        Optional<FaultOrder> lost = call.misbehaviour().order(Fault.LOSE_ANSWER);
        if (lost.isPresent()) {
            lose(exchange, call, lost.get().argumentOr("reset"), task);
        } else if (call.misbehaviour().has(Fault.TIMEOUT)) {
            lose(exchange, call, "timeout", task);
        } else {
            answer(exchange, call, task);
        }
    }

    private void answer(Exchange exchange, Call call, SimulatedTask task) {
        Future<Void> before = Future.succeededFuture();
        if (call.misbehaviour().has(Fault.EARLY_CALLBACK) && task.endsAtAll()) {
            before = ending.end(task);
        } else {
            ending.schedule(task);
        }
        task.wasAnswered();
        int code = call.misbehaviour()
                .order(Fault.REFUSE_WITH_ID)
                .map(order -> (int) order.number(429))
                .orElse(200);
        book.record(call.answered(200, code, task));
        before.onComplete(done -> exchange.answerAfter(
                latency() + call.misbehaviour().number(Fault.SLOW, SLOW_BY_DEFAULT), named(task.taskId, code)));
    }

    private void lose(Exchange exchange, Call call, String how, SimulatedTask task) {
        Optional<Answer> instead = AnswerFaults.insteadOfLost(how);
        if (task != null) {
            ending.schedule(task);
        }
        book.record(instead.map(answer -> call.answered(answer.status(), answer.code(), task))
                .orElseGet(() -> call.answered(0, 0, task)));
        if (instead.isPresent()) {
            exchange.answerAfter(latency(), instead.get());
        } else if (how.equals("reset")) {
            exchange.resetAfter(latency());
        }
    }

    private void finish(Exchange exchange, Call call, Answer answer) {
        book.record(call.answered(answer.status(), answer.code(), null));
        exchange.answerAfter(latency(), answer);
    }

    private long latency() {
        return book.settings().createTaskLatency();
    }

    /** No tree of the body, no fault, no task that runs: next to no cost, for measuring others. */
    private void handleFast(Exchange exchange, String body) {
        if (book.settings().rateLimit() > 0 && !book.pass()) {
            book.count("429");
            exchange.answer(Answer.TOO_OFTEN);
            return;
        }
        String taskId = TaskBook.newTaskId();
        book.recordFast(taskId, FastBody.callBackUrl(body));
        exchange.answer(created(taskId));
    }

    private static Answer created(String taskId) {
        return Answer.data(ids(taskId));
    }

    private static Answer named(String taskId, int code) {
        return code == 200 ? created(taskId) : AnswerFaults.naming(code, ids(taskId));
    }

    private static ObjectNode ids(String taskId) {
        return Json.object().put("taskId", taskId).put("recordId", taskId);
    }

    private static Optional<JsonNode> parsed(String body) {
        try {
            return Optional.of(Json.read(body)).filter(JsonNode::isObject);
        } catch (UncheckedIOException e) {
            return Optional.empty();
        }
    }
}
