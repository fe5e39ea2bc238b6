package dev.gengate.proof.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gengate.proof.gateway.Json;
import dev.gengate.proof.simulator.fault.Fault;
import dev.gengate.proof.simulator.fault.FaultOrder;
import dev.gengate.proof.simulator.fault.Misbehaviour;
import java.util.Optional;

/** The wrong answers of createTask. */
final class AnswerFaults {
    private AnswerFaults() {}

    /** What is answered instead of making a task; empty when the misbehaviour orders nothing of the kind. */
    static Optional<Answer> instead(Misbehaviour misbehaviour, boolean firstAttempt) {
        Optional<Answer> always = misbehaviour
                .order(Fault.CODE)
                .map(AnswerFaults::code)
                .or(() -> misbehaviour.order(Fault.STATUS).map(AnswerFaults::status))
                .or(() -> misbehaviour.order(Fault.GARBAGE).map(order -> Answer.WEB_PAGE))
                .or(() -> misbehaviour.order(Fault.RETRY_AFTER).map(AnswerFaults::retryAfter));
        return always.isPresent() || !firstAttempt ? always : once(misbehaviour);
    }

    private static Optional<Answer> once(Misbehaviour misbehaviour) {
        return misbehaviour.order(Fault.CODE_ONCE).map(AnswerFaults::code).or(() -> misbehaviour
                .order(Fault.STATUS_ONCE)
                .map(AnswerFaults::status));
    }

    /** What is answered in place of the right answer of a task that was made; empty for no answer at all. */
    static Optional<Answer> insteadOfLost(String how) {
        return switch (how) {
            case "reset", "timeout" -> Optional.empty();
            case "garbage" -> Optional.of(Answer.WEB_PAGE);
            case "502", "503", "504" -> Optional.of(Answer.page(Integer.parseInt(how)));
            case "no-id" -> Optional.of(Answer.data(Json.object()));
            case "500" -> Optional.of(Answer.code(500, "Internal Error, Please try again later."));
            default -> throw new IllegalArgumentException("no such way to lose an answer: " + how);
        };
    }

    private static Answer code(FaultOrder order) {
        String[] parts = order.argumentOr("500").split(":", 2);
        int code = Integer.parseInt(parts[0]);
        return Answer.code(code, parts.length > 1 ? parts[1] : textOf(code));
    }

    /** A code that says that there is no task, beside the task. */
    static Answer naming(int code, JsonNode task) {
        return Answer.envelope(code, textOf(code), task);
    }

    private static Answer status(FaultOrder order) {
        return Answer.page((int) order.number(502));
    }

    private static Answer retryAfter(FaultOrder order) {
        return Answer.TOO_OFTEN.withRetryAfter(order.number(1));
    }

    private static String textOf(int code) {
        return switch (code) {
            case 401 -> "You do not have access permissions";
            case 402 -> "Credits insufficient : Your current balance isn't enough to run this request.";
            case 422 -> "The model name you specified is not supported. Please check the model name.";
            case 429 -> "Your call frequency is too high";
            case 455 -> "The system is under maintenance";
            default -> "Internal Error, Please try again later.";
        };
    }
}
