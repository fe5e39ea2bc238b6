package dev.gengate.proof.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gengate.proof.simulator.client.CallbackAttempt;
import dev.gengate.proof.simulator.client.ProviderTask;
import dev.gengate.proof.simulator.fault.Fault;
import dev.gengate.proof.simulator.fault.Misbehaviour;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** A task at the simulated provider. Its end is settled when it is made and shows once it is finished. */
final class SimulatedTask {
    private static final String SUCCESS = "success";
    private static final String FAIL = "fail";
    private static final long HUGE_BY_DEFAULT = 1_000_000;
    /** The gateway takes none of over 4096 characters. */
    private static final int LONG_URL = 4_000;

    /** The length of a URL without its padding, about. */
    private static final int SHORT_URL = 70;

    final SimulatedAccount account;
    final String taskId;
    final String callBackUrl;
    final SimulatedModel kind;
    final String model;
    final BigDecimal credits;
    final ObjectNode input;
    final Misbehaviour misbehaviour;
    private final String resultBase;
    final long createdAt;
    final long completion;
    private final List<CallbackAttempt> callbacks = new ArrayList<>();
    private String outcome;
    private MadeResult made = MadeResult.NOTHING;
    private String failCode;
    private String failMessage;
    private String answered = "lost";
    private Long completedAt;
    private int polls;
    private boolean abandoned;

    SimulatedTask(
            SimulatedAccount account,
            String taskId,
            String callBackUrl,
            SimulatedModel kind,
            ObjectNode input,
            Misbehaviour misbehaviour,
            String resultBase,
            long createdAt,
            long completion) {
        this.account = account;
        this.taskId = taskId;
        this.callBackUrl = callBackUrl;
        this.kind = kind;
        this.model = kind.file().path("model").asText();
        this.input = input;
        this.misbehaviour = misbehaviour;
        this.resultBase = resultBase;
        this.credits = misbehaviour.has(Fault.BILLS)
                ? BigDecimal.valueOf(misbehaviour.number(Fault.BILLS, 0))
                : kind.credits(input);
        this.createdAt = createdAt;
        this.completion = misbehaviour.has(Fault.TAKES) ? misbehaviour.number(Fault.TAKES, completion) : completion;
        settle();
    }

    private void settle() {
        if (misbehaviour.has(Fault.FAIL)
                || misbehaviour.has(Fault.FAIL_CODE_200)
                || misbehaviour.has(Fault.FAIL_WITH_URLS)) {
            String code =
                    misbehaviour.order(Fault.FAIL).map(o -> o.argumentOr("500")).orElse("400");
            willFail(code, "The generation was refused by the model.");
        } else if (!misbehaviour.has(Fault.NEVER_FINISHES)) {
            willSucceed();
        }
    }

    void willSucceed() {
        outcome = SUCCESS;
        failCode = null;
        failMessage = null;
        made = misbehaviour.has(Fault.NO_RESULT) ? MadeResult.NOTHING : wouldMake();
    }

    void willFail(String code, String message) {
        outcome = FAIL;
        failCode = code;
        failMessage = message;
        made = MadeResult.NOTHING;
    }

    /** As many as were asked for, with names unique to this task; or as large as was ordered. */
    MadeResult wouldMake() {
        long bytes = misbehaviour.number(Fault.HUGE_RESULT, HUGE_BY_DEFAULT);
        return bytes == 0
                ? kind.makes(resultBase, taskId, input)
                : kind.makes(
                        resultBase,
                        taskId,
                        (int) ((bytes + LONG_URL - 1) / LONG_URL),
                        "-" + "0".repeat(LONG_URL - SHORT_URL));
    }

    void finish(long now) {
        completedAt = now;
    }

    boolean finished() {
        return completedAt != null;
    }

    boolean endsAtAll() {
        return outcome != null;
    }

    boolean succeeds() {
        return SUCCESS.equals(outcome);
    }

    void wasAnswered() {
        answered = "200";
    }

    void abandon() {
        abandoned = true;
    }

    boolean abandoned() {
        return abandoned;
    }

    int polled() {
        return ++polls;
    }

    void calledBack(CallbackAttempt attempt) {
        callbacks.add(attempt);
    }

    Long completedAt() {
        return completedAt;
    }

    MadeResult made() {
        return made;
    }

    String failCode() {
        return failCode;
    }

    String failMessage() {
        return failMessage;
    }

    /** By the clock: a third of its time each in waiting, queuing and generating. */
    String state(long now) {
        if (finished()) {
            return outcome;
        }
        double share = completion == 0 ? 1 : (double) (now - createdAt) / completion;
        return share < 0.33 ? "waiting" : share < 0.66 ? "queuing" : "generating";
    }

    /** What its account has paid for it by now. */
    private BigDecimal charged() {
        return finished() && !succeeds() ? BigDecimal.ZERO : credits;
    }

    ProviderTask view(long now) {
        return new ProviderTask(
                taskId,
                callBackUrl,
                model,
                account.name,
                charged(),
                credits.subtract(charged()),
                input,
                state(now),
                outcome,
                made.urls(),
                List.copyOf(made.results()),
                made.data(),
                failCode,
                failMessage,
                answered,
                createdAt,
                completedAt,
                polls,
                misbehaviour.names(),
                List.copyOf(callbacks));
    }
}
