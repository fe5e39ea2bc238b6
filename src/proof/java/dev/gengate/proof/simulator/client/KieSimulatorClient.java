package dev.gengate.proof.simulator.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gengate.proof.gateway.Json;
import dev.gengate.proof.simulator.KieSimulator;
import dev.gengate.proof.simulator.SimulatorSettings;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Steers and questions a running {@link KieSimulator}, wherever it runs. Blocking; every failure is a RuntimeException. */
public final class KieSimulatorClient {
    private final ControlCalls control;

    public KieSimulatorClient(URI simulator) {
        control = new ControlCalls(simulator);
    }

    /** Forgets all tasks, requests, orders and rates; settings are again those of the start. */
    public void reset() {
        control.post("/reset", Map.of());
    }

    // what goes wrong

    /** The next createTask call shows these faults, written as in markers: {@code "late=800", "twice"}. */
    public void nextRequest(String... faults) {
        control.post("/next", Map.of("faults", faults));
    }

    /** The next task is made, but its answer is lost by a closed connection. */
    public void losesTheNextAnswer() {
        nextRequest("lose-answer");
    }

    /** The next createTask call is refused with this code in the body, under HTTP 200. */
    public void refusesTheNextRequest(int code, String text) {
        nextRequest("code=" + code + ":" + text);
    }

    /** From now on faults happen by chance, for example {@code Map.of("no-callback", 0.05, "code=429", 0.02)}. */
    public void misbehaves(long seed, Map<String, Double> rates) {
        control.post("/faults", Map.of("seed", seed, "rates", rates));
    }

    /** No more faults by chance. */
    public void behaves() {
        misbehaves(0, Map.of());
    }

    // how it behaves in general

    /** Changes one setting of {@link SimulatorSettings} by its name. */
    public void set(String setting, Object value) {
        control.post("/settings", Json.object().set(setting, Json.tree(value)));
    }

    public SimulatorSettings settings() {
        return control.get("/settings", SimulatorSettings.class);
    }

    /** Every call is answered with HTTP 503. */
    public void becomesUnavailable() {
        set("outage", "503");
    }

    /** Every connection is closed without an answer. */
    public void resetsEveryConnection() {
        set("outage", "reset");
    }

    /** Calls are read and never answered. */
    public void fallsSilent() {
        set("outage", "silent");
    }

    public void comesBack() {
        set("outage", "none");
    }

    /** recordInfo alone is down, or up again. */
    public void recordInfoIsDown(boolean down) {
        set("recordInfoDown", down);
    }

    public void hasCredits(double balance) {
        set("credits", balance);
    }

    /** Makes an account beside the first, with a strict limit of its own, or gives it another key and balance. */
    public void hasAccount(String name, String apiKey, int rateLimit, Duration period, double credits) {
        control.post(
                "/accounts",
                Map.of(
                        "name",
                        name,
                        "apiKey",
                        apiKey,
                        "rateLimit",
                        rateLimit,
                        "ratePeriod",
                        period.toMillis(),
                        "credits",
                        credits));
    }

    /** Another key for an account: the one that it had is revoked. */
    public void changesTheKey(String account, String apiKey) {
        control.post("/accounts", Map.of("name", account, "apiKey", apiKey));
    }

    public void hasCredits(String account, double balance) {
        control.post("/accounts", Map.of("name", account, "credits", balance));
    }

    /** Questions for the account's balance are read and never answered. */
    public void tellsNoBalance(String account) {
        control.post("/accounts", Map.of("name", account, "tellsItsBalance", false));
    }

    /** The account signs its callbacks from now on. */
    public void signsWith(String account, String webhookKey) {
        control.post("/accounts", Map.of("name", account, "webhookKey", webhookKey));
    }

    /** The account has a webhook key from now on: callbacks are signed. Null for no key. */
    public void signsWith(String webhookKey) {
        set("webhookKey", webhookKey);
    }

    /** A strict limit on new tasks; 0 tasks for no limit. */
    public void limitsTo(int tasks, Duration period) {
        set("rateLimit", tasks);
        set("ratePeriod", period.toMillis());
    }

    public void completesAfter(Duration time) {
        set("completion", time.toMillis());
    }

    /** The provider has this model from now on: the content of a model's file. */
    public void hasModel(JsonNode file) {
        control.post("/models", file);
    }

    /** From now on discovery tells the model's schema with this JSON merge patch; null: the model is gone. */
    public void tellsTheSchema(String model, JsonNode patch) {
        control.post("/drifts", Json.object().put("model", model).set("patch", patch));
    }

    // one task

    /** Ends a running task now, as settled when it was made, or well if it would never have ended. */
    public void finishes(String taskId) {
        control.post("/tasks/" + taskId + "/finish", Map.of());
    }

    /** Ends a running task now, badly. */
    public void fails(String taskId, String failCode, String failMsg) {
        control.post("/tasks/" + taskId + "/finish", Map.of("failCode", failCode, "failMsg", failMsg));
    }

    /** Sends the task's true callback once more, signed if there is a key. Does not wait for its answer. */
    public void callsBackAgain(String taskId) {
        control.post("/tasks/" + taskId + "/callback", Map.of());
    }

    /** The true callback's body, for tests that post it themselves. */
    public String callbackBody(String taskId) {
        return control.getText("/tasks/" + taskId + "/callback-body");
    }

    // what it saw

    /** All tasks that were made, oldest first. Every one is paid. */
    public List<ProviderTask> tasks() {
        return Arrays.asList(control.get("/tasks", ProviderTask[].class));
    }

    /** The newest tasks, at most so many. */
    public List<ProviderTask> newestTasks(int most) {
        return Arrays.asList(control.get("/tasks?newest=" + most, ProviderTask[].class));
    }

    /** The tasks that were made for one generation: two would be paid twice. */
    public List<ProviderTask> tasksOf(String generationId) {
        return Arrays.asList(control.get("/tasks?about=" + generationId, ProviderTask[].class));
    }

    /** The only task of a generation. @throws IllegalStateException when there is none, or more than one */
    public ProviderTask taskOf(String generationId) {
        List<ProviderTask> found = tasksOf(generationId);
        if (found.size() != 1) {
            throw new IllegalStateException(found.size() + " tasks for " + generationId);
        }
        return found.get(0);
    }

    public ProviderTask task(String taskId) {
        return control.get("/tasks/" + taskId, ProviderTask.class);
    }

    /** The generations that were paid for more than once. */
    public Set<String> paidTwice() {
        Map<String, Long> tasks =
                tasks().stream().collect(Collectors.groupingBy(ProviderTask::generationId, Collectors.counting()));
        return tasks.entrySet().stream()
                .filter(entry -> entry.getValue() > 1)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** All createTask calls, refused ones included, oldest first. */
    public List<ProviderRequest> requests() {
        return Arrays.asList(control.get("/requests", ProviderRequest[].class));
    }

    /** The createTask calls of one generation. */
    public List<ProviderRequest> requestsOf(String generationId) {
        return Arrays.asList(control.get("/requests?about=" + generationId, ProviderRequest[].class));
    }

    public ProviderCounts counts() {
        return control.get("/counts", ProviderCounts.class);
    }

    /** SHA-256 of every result's file that was asked for, by the end of its URL. */
    public Map<String, String> files() {
        Map<String, String> files = new HashMap<>();
        control.get("/files", JsonNode.class)
                .properties()
                .forEach(file -> files.put(file.getKey(), file.getValue().asText()));
        return files;
    }

    /** In fast mode: task id and callBackUrl of every task, as lines with a tab between. */
    public String fastTasks() {
        return control.getText("/fast-tasks");
    }

    /** Changes several settings at once. */
    public void change(JsonNode settings) {
        control.post("/settings", settings);
    }
}
