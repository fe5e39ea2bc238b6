package dev.gengate.proof.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gengate.proof.gateway.Json;
import dev.gengate.proof.simulator.fault.Fault;
import dev.gengate.proof.simulator.fault.Misbehaviour;
import java.util.Optional;

/** {@code GET /api/v1/jobs/recordInfo} and {@code GET /api/v1/chat/credit}. */
final class RecordInfoRoute {
    private static final Answer ERROR = Answer.code(500, "Internal Error, Please try again later.");

    private final TaskBook book;

    RecordInfoRoute(TaskBook book) {
        this.book = book;
    }

    /** Empty for no answer at all. */
    Optional<Answer> credit(Exchange exchange) {
        Optional<SimulatedAccount> account = book.accountOf(exchange);
        if (account.filter(one -> !one.tellsItsBalance()).isPresent()) {
            book.neverAnswers(exchange);
            return Optional.empty();
        }
        return Optional.of(
                account.map(one -> Answer.data(Json.tree(one.balance()))).orElse(Answer.NO_ACCESS));
    }

    /** Empty for no answer at all. */
    Optional<Answer> recordInfo(Exchange exchange) {
        if (book.settings().recordInfoDown()) {
            return Optional.of(Answer.page(500));
        }
        Optional<SimulatedAccount> account = book.accountOf(exchange);
        if (account.isEmpty()) {
            return Optional.of(Answer.NO_ACCESS);
        }
        book.recordInfoAsked();
        Optional<SimulatedTask> task =
                book.find(account.get(), exchange.request().getParam("taskId"));
        return task.isEmpty() ? Optional.of(Answer.NO_RECORD) : about(task.get(), exchange);
    }

    private Optional<Answer> about(SimulatedTask task, Exchange exchange) {
        int polls = task.polled();
        if (polls > task.misbehaviour.number(Fault.HANG_RECORD, Long.MAX_VALUE)) {
            return Optional.of(about(task, polls));
        }
        book.neverAnswers(exchange);
        return Optional.empty();
    }

    private Answer about(SimulatedTask task, int polls) {
        Misbehaviour misbehaviour = task.misbehaviour;
        if (polls <= misbehaviour.number(Fault.NOT_THERE_YET, 2)) {
            return Answer.NO_RECORD;
        }
        if (polls <= misbehaviour.number(Fault.RECORD_FAILS, 1)) {
            return ERROR;
        }
        if (polls <= misbehaviour.number(Fault.RECORD_GARBAGE, 1)) {
            return Answer.WEB_PAGE;
        }
        return Answer.data(data(task));
    }

    private ObjectNode data(SimulatedTask task) {
        boolean unknown = task.misbehaviour.has(Fault.UNKNOWN_STATE) && !task.finished();
        String state = unknown ? "postprocessing" : task.state(System.currentTimeMillis());
        ObjectNode data = ReportBody.data(task, state);
        return data.path("resultJson").asText("").isEmpty() ? data : ReportBody.newStyle(data);
    }
}
