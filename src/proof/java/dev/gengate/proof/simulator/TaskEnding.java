package dev.gengate.proof.simulator;

import dev.gengate.proof.simulator.fault.Fault;
import dev.gengate.proof.simulator.fault.Misbehaviour;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;

/** What happens when a task ends: nothing, one callback, or what its misbehaviour orders. */
final class TaskEnding {
    private static final long LATE_BY_DEFAULT = 1000;

    private final Vertx vertx;
    private final TaskBook book;
    private final CallbackSender sender;

    TaskEnding(Vertx vertx, TaskBook book) {
        this.vertx = vertx;
        this.book = book;
        this.sender = new CallbackSender(vertx);
    }

    /** Lets the task run its time, then end. */
    void schedule(SimulatedTask task) {
        if (!task.endsAtAll()) {
            return;
        }
        if (task.completion <= 0) {
            vertx.runOnContext(now -> end(task));
        } else {
            vertx.setTimer(task.completion, timer -> end(task));
        }
    }

    /** Ends the task now, unless it has ended. Done when its callbacks are. */
    Future<Void> end(SimulatedTask task) {
        if (task.finished() || task.abandoned()) {
            return Future.succeededFuture();
        }
        task.finish(System.currentTimeMillis());
        if (!task.succeeds()) {
            book.refund(task);
        }
        return task.callBackUrl == null ? Future.succeededFuture() : callBack(task);
    }

    /** One more truthful callback. */
    Future<Integer> report(SimulatedTask task) {
        return sender.deliver(task, "report", ReportBody.callback(task), book.settings());
    }

    private Future<Void> callBack(SimulatedTask task) {
        Misbehaviour misbehaviour = task.misbehaviour;
        if (misbehaviour.has(Fault.NO_CALLBACK)) {
            return Future.succeededFuture();
        }
        return after(misbehaviour.number(Fault.LATE, LATE_BY_DEFAULT))
                .compose(go -> firstCallback(task))
                .compose(status -> secondCallback(task, status))
                .mapEmpty();
    }

    private Future<Integer> firstCallback(SimulatedTask task) {
        Misbehaviour misbehaviour = task.misbehaviour;
        if (misbehaviour.has(Fault.UNREADABLE)) {
            return send(task, "unreadable", ReportBody.unreadable(task));
        }
        if (misbehaviour.has(Fault.WRONG_TASK)) {
            return send(task, "wrong-task", ReportBody.aboutAnother(book.otherThan(task)));
        }
        if (misbehaviour.has(Fault.NOT_TERMINAL)) {
            return send(task, "not-terminal", ReportBody.notTerminal(task));
        }
        return report(task);
    }

    private Future<Integer> secondCallback(SimulatedTask task, int status) {
        if (task.misbehaviour.has(Fault.TWICE)) {
            return report(task);
        }
        // only once the truth was taken: else the lie would be all that was ever said
        if (task.misbehaviour.has(Fault.CONTRADICT) && status == 200) {
            return send(task, "contradiction", ReportBody.contradiction(task));
        }
        return Future.succeededFuture(status);
    }

    private Future<Integer> send(SimulatedTask task, String kind, String body) {
        return sender.deliver(task, kind, body, book.settings());
    }

    private Future<Void> after(long millis) {
        if (millis <= 0) {
            return Future.succeededFuture();
        }
        Promise<Void> promise = Promise.promise();
        vertx.setTimer(millis, timer -> promise.complete());
        return promise.future();
    }
}
