package dev.gengate.proof.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gengate.proof.gateway.Json;
import dev.gengate.proof.simulator.fault.Fault;
import dev.gengate.proof.simulator.fault.Misbehaviour;
import dev.gengate.proof.simulator.file.MadeFile;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** {@code GET /f/{task}-{number}.png}: the files of the tasks' results, where {@code resultBase} is this simulator. */
final class FileRoute {
    static final String PREFIX = "/f/";
    private static final int TASK_ID = 32;
    private static final String FRESH = "?fresh=1";
    private static final Answer NOT_FOUND = Answer.page(404);
    private static final Answer FORBIDDEN = Answer.page(403);

    private final TaskBook book;
    private final Map<String, Integer> tries = new HashMap<>();

    FileRoute(TaskBook book) {
        this.book = book;
    }

    /** A link that is good for 20 minutes; other hosts' files are refused. */
    Answer downloadUrl(Exchange exchange, String body) {
        if (book.accountOf(exchange).isEmpty()) {
            return Answer.NO_ACCESS;
        }
        JsonNode url = Json.read(body).path("url");
        return url.asText().startsWith(book.settings().resultBase() + PREFIX)
                ? Answer.data(Json.tree(url.asText() + FRESH))
                : Answer.code(422, "Invalid url");
    }

    void handle(Exchange exchange) {
        String name = exchange.request().path().substring(PREFIX.length());
        Optional<SimulatedTask> task = name.length() < TASK_ID
                ? Optional.empty()
                : book.find(name.substring(0, TASK_ID)).filter(SimulatedTask::succeeds);
        if (exchange.request().getHeader("Authorization") != null) {
            // the key is nobody's business but the API's
            exchange.answer(Answer.page(400));
        } else if (usual(exchange.request().getHeader("User-Agent"))) {
            exchange.answer(FORBIDDEN);
        } else if (task.isEmpty()) {
            exchange.answer(NOT_FOUND);
        } else {
            serve(exchange, task.get(), name);
        }
    }

    /** The host refuses what libraries call themselves. */
    private static boolean usual(String agent) {
        return agent == null || agent.matches("(?i)(vert\\.x|java|apache|okhttp|python|aws-sdk|curl).*");
    }

    private void serve(Exchange exchange, SimulatedTask task, String name) {
        int nth = tries.merge(name, 1, Integer::sum);
        Misbehaviour faults = task.misbehaviour;
        boolean fresh = exchange.request().query() != null;
        if (nth <= faults.number(Fault.FILE_GONE, Long.MAX_VALUE)) {
            exchange.answer(NOT_FOUND);
        } else if (faults.has(Fault.FILE_EXPIRED) && !fresh) {
            exchange.answer(FORBIDDEN);
        } else if (nth <= faults.number(Fault.FILE_FAILS, 1)) {
            exchange.answer(Answer.page(503));
        } else if (nth <= faults.number(Fault.FILE_PAGE, Long.MAX_VALUE)) {
            exchange.answer(Answer.WEB_PAGE);
        } else {
            send(exchange, task, name, nth <= faults.number(Fault.FILE_TORN, 1));
        }
    }

    private void send(Exchange exchange, SimulatedTask task, String name, boolean torn) {
        long delay = task.misbehaviour.number(Fault.FILE_SLOW, 3_000);
        byte[] file = MadeFile.of(task.input, name, book.settings().resultBytes());
        book.fileMade(name, file);
        Runnable answer = () -> answer(exchange, name, file, torn);
        if (delay > 0) {
            exchange.vertx().setTimer(delay, timer -> answer.run());
        } else {
            answer.run();
        }
    }

    private static void answer(Exchange exchange, String name, byte[] file, boolean torn) {
        HttpServerResponse response = exchange.request().response();
        if (response.closed()) {
            return;
        }
        response.putHeader("Content-Type", MadeFile.mediaType(name));
        response.putHeader("Content-Length", Integer.toString(file.length));
        if (torn) {
            response.write(Buffer.buffer(file).slice(0, file.length / 2))
                    .onComplete(half -> exchange.request().connection().close());
        } else {
            response.end(Buffer.buffer(file));
        }
    }
}
