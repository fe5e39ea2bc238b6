package dev.gengate.proof.simulator.fault;

import java.util.Arrays;

/**
 * What the simulator can do wrong, each by the name used in a prompt's marker ({@code [sim:late=800]}), in rates and in
 * {@code POST /_simulator/next}. All are reported of the live service or follow from its contract.
 */
public enum Fault {
    /** createTask answers this code in the body, under HTTP 200; no task. Argument: code, or code:text. */
    CODE("code", Stage.ANSWER),
    /** Like {@link #CODE} for the first attempt of a callBackUrl only. */
    CODE_ONCE("code-once", Stage.ANSWER),
    /** createTask answers this HTTP status, not in JSON; no task. Argument: status. */
    STATUS("status", Stage.ANSWER),
    /** Like {@link #STATUS} for the first attempt of a callBackUrl only. */
    STATUS_ONCE("status-once", Stage.ANSWER),
    /** createTask answers HTTP 200 with a web page; no task. */
    GARBAGE("garbage", Stage.ANSWER),
    /** The connection is closed without an answer; no task. */
    RESET("reset", Stage.ANSWER),
    /** The task is made, its answer is lost. Argument: reset (default), timeout, 502, garbage, 500 (a code), no-id (under 200). */
    LOSE_ANSWER("lose-answer", Stage.ANSWER),
    /** The task is made, its answer never comes. */
    TIMEOUT("timeout", Stage.ANSWER),
    /** The task is made, its answer comes after this many ms (default 3000). */
    SLOW("slow", Stage.ANSWER),
    /** createTask answers code 429 with a Retry-After header; no task. Argument: seconds (default 1). */
    RETRY_AFTER("retry-after", Stage.ANSWER),
    /** The task is made; createTask names it under this code (default 429), which denies it. */
    REFUSE_WITH_ID("refuse-with-id", Stage.ANSWER),

    /** The task fails. Argument: failCode (default 500). */
    FAIL("fail", Stage.RESULT),
    /** The task fails and its callback says so under code 200. */
    FAIL_CODE_200("fail-code-200", Stage.RESULT),
    /** The task ends in success without a result URL. */
    NO_RESULT("no-result", Stage.RESULT),
    /** The task ends in success with so many bytes of result URLs in all. Argument: bytes (default 1000000). */
    HUGE_RESULT("huge-result", Stage.RESULT),
    /** The task fails and every report of it names result URLs as well. */
    FAIL_WITH_URLS("fail-with-urls", Stage.RESULT),
    /** The task never ends: no callback, recordInfo says generating for ever. */
    NEVER_FINISHES("never-finishes", Stage.RESULT),
    /** The task costs this many credits instead of its price. */
    BILLS("bills", Stage.RESULT),
    /** The task takes this many ms instead of the configured time. */
    TAKES("takes", Stage.RESULT),

    /** The task ends and nothing is called back. */
    NO_CALLBACK("no-callback", Stage.CALLBACK),
    /** The callback of a task that succeeded says so under code 501. */
    SUCCESS_CODE_501("success-code-501", Stage.CALLBACK),
    /** The callback is made before createTask answers. */
    EARLY_CALLBACK("early-callback", Stage.CALLBACK),
    /** The callback is made twice. */
    TWICE("twice", Stage.CALLBACK),
    /** The callback comes this many ms after the end of the task (default 1000). */
    LATE("late", Stage.CALLBACK),
    /** Once the true callback was acknowledged, a second one says the opposite. */
    CONTRADICT("contradict", Stage.CALLBACK),
    /** The callback is not valid JSON: the prompt's echo is under-escaped. */
    UNREADABLE("unreadable", Stage.CALLBACK),
    /** The callback is about another task. */
    WRONG_TASK("wrong-task", Stage.CALLBACK),
    /** The callback says that the task is still generating; nothing follows. */
    NOT_TERMINAL("not-terminal", Stage.CALLBACK),
    /** param.input of the callback is a string that holds JSON. */
    INPUT_AS_STRING("input-as-string", Stage.CALLBACK),
    /** resultJson of the callback is an object, not a string. */
    RESULT_AS_OBJECT("result-as-object", Stage.CALLBACK),
    /** The callback leaves out costs and times, and names the task by {@code data.task_id} as well. */
    SPARSE("sparse", Stage.CALLBACK),

    /** The callback as older bodies were: consumeCredits, message for msg, a number as failCode, an empty resultJson. */
    OLD_STYLE("old-style", Stage.CALLBACK),

    /** recordInfo does not know the task for the first polls. Argument: how many (default 2). */
    NOT_THERE_YET("not-there-yet", Stage.RECORD),
    /** recordInfo answers code 500 for the first polls. Argument: how many (default 1). */
    RECORD_FAILS("record-fails", Stage.RECORD),
    /** recordInfo answers a web page for the first polls. Argument: how many (default 1). */
    RECORD_GARBAGE("record-garbage", Stage.RECORD),
    /** recordInfo takes the question and never answers. Argument: for how many first polls (default all). */
    HANG_RECORD("hang-record", Stage.RECORD),
    /** recordInfo says a state that nobody knows until the task has ended. */
    UNKNOWN_STATE("unknown-state", Stage.RECORD),

    /** The result's host says 404 to the first tries. Argument: how many (default all). */
    FILE_GONE("file-gone", Stage.FILE),
    /** The result's host says 503 to the first tries. Argument: how many (default 1). */
    FILE_FAILS("file-fails", Stage.FILE),
    /** The result's link is dead; the one that download-url gives is good. */
    FILE_EXPIRED("file-expired", Stage.FILE),
    /** The result comes after this many ms (default 3000). */
    FILE_SLOW("file-slow", Stage.FILE),
    /** The connection breaks in the middle of the result, for the first tries. Argument: how many (default 1). */
    FILE_TORN("file-torn", Stage.FILE),
    /** A web page comes in place of the result, for the first tries. Argument: how many (default all). */
    FILE_PAGE("file-page", Stage.FILE);

    /** Where a fault shows. At most one random fault is drawn for each stage of one call. */
    enum Stage {
        /** createTask's answer. */
        ANSWER,
        /** How the task ends. */
        RESULT,
        /** What is called back. */
        CALLBACK,
        /** What recordInfo says. */
        RECORD,
        /** What its host does with the result; only where the simulator is that. */
        FILE
    }

    private final String marker;
    private final Stage stage;

    Fault(String marker, Stage stage) {
        this.marker = marker;
        this.stage = stage;
    }

    String marker() {
        return marker;
    }

    Stage stage() {
        return stage;
    }

    static Fault ofMarker(String marker) {
        return Arrays.stream(values())
                .filter(fault -> fault.marker.equals(marker))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such fault: " + marker));
    }
}
