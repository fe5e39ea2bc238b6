package dev.gengate.proof.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gengate.proof.gateway.Json;
import dev.gengate.proof.simulator.fault.Fault;
import java.math.BigDecimal;
import java.util.List;

/** The bodies that tell about a task, as the provider page shows them: the callback's and recordInfo's. */
final class ReportBody {
    private static final String UNDER_ESCAPED = "under-escaped-prompt";

    private ReportBody() {}

    /** recordInfo's {@code data}, and the callback's. */
    static ObjectNode data(SimulatedTask task, String state) {
        ObjectNode data = Json.object();
        data.put("taskId", task.taskId).put("model", task.model).put("state", state);
        data.put("param", param(task, promptOf(task)));
        boolean success = "success".equals(state);
        boolean fail = "fail".equals(state);
        data.put("resultJson", success ? resultJson(task.made()) : fail ? resultOfFailure(task) : "");
        data.put("failCode", fail ? task.failCode() : null).put("failMsg", fail ? task.failMessage() : null);
        data.put("costTime", task.finished() ? (task.completedAt() - task.createdAt) / 1000 : null);
        data.put("creditsConsumed", fail ? BigDecimal.ZERO : task.credits);
        data.put("createTime", task.createdAt).put("completeTime", task.completedAt());
        data.put("updateTime", task.finished() ? task.completedAt() : Long.valueOf(task.createdAt));
        return data;
    }

    private static String resultOfFailure(SimulatedTask task) {
        return task.misbehaviour.has(Fault.FAIL_WITH_URLS) ? resultJson(task.wouldMake()) : null;
    }

    /** Newer answers repeat the result as JSON. */
    static ObjectNode newStyle(ObjectNode data) {
        data.set("response", Json.read(data.path("resultJson").asText()));
        return data.put("successFlag", "success".equals(data.path("state").asText()) ? 1 : 3);
    }

    /** The callback that tells the truth. */
    static String callback(SimulatedTask task) {
        ObjectNode data = data(task, task.succeeds() ? "success" : "fail");
        shape(task, data);
        boolean saysSuccess = task.succeeds()
                ? !task.misbehaviour.has(Fault.SUCCESS_CODE_501)
                : task.misbehaviour.has(Fault.FAIL_CODE_200);
        String body = envelope(saysSuccess ? 200 : 501, task.succeeds(), data);
        return task.misbehaviour.has(Fault.OLD_STYLE) ? body.replace("\"msg\":", "\"message\":") : body;
    }

    private static void shape(SimulatedTask task, ObjectNode data) {
        if (task.misbehaviour.has(Fault.RESULT_AS_OBJECT) && task.succeeds()) {
            data.set("resultJson", Json.read(resultJson(task.made())));
        }
        if (task.misbehaviour.has(Fault.SPARSE)) {
            data.put("task_id", task.taskId);
            data.remove(List.of("costTime", "createTime", "completeTime", "updateTime", "creditsConsumed"));
        }
        if (task.misbehaviour.has(Fault.OLD_STYLE)) {
            data.set("consumeCredits", data.remove("creditsConsumed"));
            oldFailure(task, data);
        }
    }

    private static void oldFailure(SimulatedTask task, ObjectNode data) {
        if (!task.succeeds()) {
            data.put("resultJson", "").put("failCode", data.path("failCode").asInt(500));
        }
    }

    /** The opposite of the truth about the task. */
    static String contradiction(SimulatedTask task) {
        ObjectNode data = data(task, task.succeeds() ? "fail" : "success");
        if (task.succeeds()) {
            data.put("failCode", "500").put("failMsg", "Internal Error, Please try again later.");
        } else {
            data.put("resultJson", resultJson(task.wouldMake()));
        }
        return envelope(task.succeeds() ? 501 : 200, !task.succeeds(), data);
    }

    /** The prompt's echo in {@code param} breaks the JSON; the rest is sound. */
    static String unreadable(SimulatedTask task) {
        ObjectNode data = data(task, task.succeeds() ? "success" : "fail");
        data.put("param", param(task, UNDER_ESCAPED));
        String body = envelope(task.succeeds() ? 200 : 501, task.succeeds(), data);
        return body.replace(UNDER_ESCAPED, "a \"" + promptOf(task) + "\"");
    }

    /** Another task's report, sent to this task's URL. */
    static String aboutAnother(SimulatedTask other) {
        return callback(other);
    }

    /** A callback that comes too soon: the task is still running. */
    static String notTerminal(SimulatedTask task) {
        return envelope(200, true, data(task, "generating"));
    }

    private static String envelope(int code, boolean success, ObjectNode data) {
        ObjectNode body = Json.object().put("code", code);
        body.put("msg", success ? "Playground task completed successfully." : "Playground task failed.");
        return Json.write(body.set("data", data));
    }

    private static String param(SimulatedTask task, String prompt) {
        ObjectNode input = task.input.deepCopy();
        if (input.has("prompt")) {
            input.put("prompt", prompt);
        }
        ObjectNode param = Json.object().put("model", task.model).put("callBackUrl", task.callBackUrl);
        if (task.misbehaviour.has(Fault.INPUT_AS_STRING)) {
            param.put("input", Json.write(input));
        } else {
            param.set("input", input);
        }
        return Json.write(param);
    }

    private static String promptOf(SimulatedTask task) {
        return task.input.path("prompt").asText();
    }

    private static String resultJson(MadeResult made) {
        return Json.write(made.resultJson());
    }
}
