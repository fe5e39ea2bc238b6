package dev.gengate.proof.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gengate.proof.gateway.Json;
import dev.gengate.proof.simulator.client.ProviderRequest;
import dev.gengate.proof.simulator.client.ProviderTask;
import dev.gengate.proof.simulator.fault.FaultPlan;
import io.vertx.core.http.HttpMethod;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** {@code /_simulator/…}: everything can be steered and read over HTTP, from other class loaders and processes. */
public final class ControlRoutes {
    public static final String PREFIX = "/_simulator";
    private static final Answer DONE = Answer.json(200, Map.of("done", true));

    private final TaskBook book;
    private final FaultPlan faults;
    private final TaskEnding ending;

    ControlRoutes(TaskBook book, FaultPlan faults, TaskEnding ending) {
        this.book = book;
        this.faults = faults;
        this.ending = ending;
    }

    Answer handle(Exchange exchange, String body) {
        String path = exchange.request().path().substring(PREFIX.length());
        boolean reading = exchange.request().method() == HttpMethod.GET;
        return reading ? read(path, exchange) : steer(path, body.isBlank() ? Json.object() : Json.read(body));
    }

    private Answer read(String path, Exchange exchange) {
        return switch (path) {
            case "", "/counts" -> Answer.json(200, book.counts());
            case "/settings" -> Answer.json(200, book.settings());
            case "/files" -> Answer.json(200, book.files());
            case "/requests" -> Answer.json(200, requests(exchange.request().getParam("about")));
            case "/tasks" -> Answer.json(200, tasks(exchange));
            case "/fast-tasks" -> new Answer(200, 200, "text/tab-separated-values", book.fastTasks(), 0);
            default -> oneTask(path);
        };
    }

    /** All, those {@code ?about=} a generation, or the {@code ?newest=}. */
    private List<ProviderTask> tasks(Exchange exchange) {
        String about = exchange.request().getParam("about");
        String newest = exchange.request().getParam("newest");
        List<SimulatedTask> all = book.tasks();
        int skipped = newest == null ? 0 : Math.max(0, all.size() - Integer.parseInt(newest));
        long now = System.currentTimeMillis();
        return all.stream()
                .skip(skipped)
                .filter(task -> matches(task.callBackUrl, about))
                .map(task -> task.view(now))
                .toList();
    }

    private List<ProviderRequest> requests(String about) {
        return book.requests().stream()
                .filter(request -> matches(request.callBackUrl(), about))
                .toList();
    }

    private static boolean matches(String callBackUrl, String about) {
        return about == null || callBackUrl != null && callBackUrl.contains(about);
    }

    /** {@code /tasks/{id}} or {@code /tasks/{id}/callback-body}. */
    private Answer oneTask(String path) {
        SimulatedTask task = named(path);
        return path.endsWith("/callback-body")
                ? new Answer(200, 200, "application/json", ReportBody.callback(task), 0)
                : Answer.json(200, task.view(System.currentTimeMillis()));
    }

    private Answer steer(String path, JsonNode body) {
        switch (path) {
            case "/settings" -> book.change((ObjectNode) body);
            case "/faults" -> faults.byChance(body.path("seed").asLong(), rates(body.path("rates")));
            case "/next" -> faults.orderForNext(texts(body.path("faults")));
            case "/accounts" -> book.changeAccount(body);
            case "/models" -> book.models().add(body);
            case "/drifts" -> book.models().drifts(body.path("model").asText(), body.path("patch"));
            case "/reset" -> reset();
            default -> steerTask(path, body);
        }
        return DONE;
    }

    private void reset() {
        book.reset();
        faults.clear();
    }

    /** {@code /tasks/{id}/finish}, with failCode and failMsg for a failure, or {@code /tasks/{id}/callback}. */
    private void steerTask(String path, JsonNode body) {
        SimulatedTask task = named(path);
        if (path.endsWith("/callback")) {
            ending.report(task);
            return;
        }
        if (body.has("failCode")) {
            task.willFail(body.path("failCode").asText(), body.path("failMsg").asText("The generation failed."));
        } else if (!task.endsAtAll()) {
            task.willSucceed();
        }
        ending.end(task);
    }

    private SimulatedTask named(String path) {
        String[] parts = path.split("/");
        if (parts.length < 3 || !parts[1].equals("tasks")) {
            throw new IllegalArgumentException("no such path: " + path);
        }
        return book.find(parts[2]).orElseThrow(() -> new IllegalArgumentException("no such task: " + parts[2]));
    }

    private static Map<String, Double> rates(JsonNode node) {
        Map<String, Double> rates = new LinkedHashMap<>();
        node.properties()
                .forEach(rate -> rates.put(rate.getKey(), rate.getValue().asDouble()));
        return rates;
    }

    private static List<String> texts(JsonNode node) {
        return StreamSupport.stream(node.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
