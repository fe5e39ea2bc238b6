package dev.gengate.proof.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gengate.proof.servers.SigV4;
import dev.gengate.proof.simulator.client.AccountBooks;
import dev.gengate.proof.simulator.client.ProviderCounts;
import dev.gengate.proof.simulator.client.ProviderRequest;
import dev.gengate.proof.simulator.fault.Misbehaviour;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** All the simulator knows: its settings, the balance, every request and every task. Used by one event loop only. */
final class TaskBook {
    private final Map<String, SimulatedTask> tasks = new HashMap<>();
    private final List<SimulatedTask> order = new ArrayList<>();
    private final List<ProviderRequest> requests = new ArrayList<>();
    private final Map<String, Integer> attempts = new HashMap<>();
    private final Map<String, Integer> answers = new LinkedHashMap<>();
    private final List<Exchange> hanging = new ArrayList<>();
    private final Map<String, String> files = new HashMap<>();
    private final StringBuilder fastTasks = new StringBuilder();
    /** Outlives a reset: the ledger knows each id. */
    private final RepeatableIds ids = new RepeatableIds();

    private final ModelBook models = new ModelBook();
    private final SimulatorSettings initial;
    private SimulatorSettings settings;
    private final SimulatedAccount first = new SimulatedAccount(SimulatedAccount.FIRST);
    private final Map<String, SimulatedAccount> accounts = new LinkedHashMap<>();
    private long recordInfoCalls;

    TaskBook(SimulatorSettings settings) {
        this.initial = settings;
        accounts.put(first.name, first);
        use(settings);
        first.hasCredits(settings.credits());
    }

    SimulatorSettings settings() {
        return settings;
    }

    void change(ObjectNode changes) {
        use(settings.with(changes));
        if (changes.has("credits")) {
            first.hasCredits(settings.credits());
        }
    }

    /** Makes an account, or changes it. */
    void changeAccount(JsonNode changes) {
        accounts.computeIfAbsent(changes.path("name").asText(), SimulatedAccount::new)
                .change(changes);
    }

    /** The account whose key the call carries. */
    Optional<SimulatedAccount> accountOf(Exchange exchange) {
        return accounts.values().stream()
                .filter(account -> exchange.hasKey(account.apiKey()))
                .findFirst();
    }

    private void use(SimulatorSettings next) {
        boolean limitChanged = settings == null
                || settings.rateLimit() != next.rateLimit()
                || settings.ratePeriod() != next.ratePeriod();
        settings = next;
        first.use(next, limitChanged);
    }

    /** Forgets everything; tasks that still run end without a callback. */
    void reset() {
        order.forEach(SimulatedTask::abandon);
        hanging.forEach(question -> question.resetAfter(0));
        hanging.clear();
        tasks.clear();
        requests.clear();
        attempts.clear();
        answers.clear();
        files.clear();
        fastTasks.setLength(0);
        order.clear();
        models.reset();
        recordInfoCalls = 0;
        settings = initial;
        accounts.clear();
        accounts.put(first.name, first);
        first.reset(initial);
    }

    /** A question that gets no answer, until all is forgotten. */
    void neverAnswers(Exchange question) {
        hanging.add(question);
    }

    /** Counts the attempt; true for the first one of a callBackUrl. */
    boolean firstAttempt(String callBackUrl) {
        return attempts.merge(String.valueOf(callBackUrl), 1, Integer::sum) == 1;
    }

    boolean pass() {
        return first.pass();
    }

    ModelBook models() {
        return models;
    }

    SimulatedTask newTask(
            SimulatedAccount account, String callBackUrl, String model, ObjectNode input, Misbehaviour misbehaviour) {
        SimulatedTask task = new SimulatedTask(
                account,
                settings.repeatableIds() ? ids.of(model, input) : newTaskId(),
                callBackUrl,
                models.find(model).orElseThrow(),
                input,
                misbehaviour,
                settings.resultBase(),
                System.currentTimeMillis(),
                settings.completion());
        account.charge(task.credits);
        tasks.put(task.taskId, task);
        order.add(task);
        return task;
    }

    static String newTaskId() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    void refund(SimulatedTask task) {
        task.account.refund(task.credits);
    }

    /** The newest task that is not this one; an invented one when there is none. */
    SimulatedTask otherThan(SimulatedTask task) {
        for (int index = order.size() - 1; index >= 0; index--) {
            if (order.get(index) != task) {
                return order.get(index);
            }
        }
        return stranger(task);
    }

    private static SimulatedTask stranger(SimulatedTask task) {
        String url = "https://elsewhere.example/callback";
        return new SimulatedTask(
                task.account,
                newTaskId(),
                url,
                task.kind,
                task.input,
                Misbehaviour.NONE,
                "https://elsewhere.example",
                task.createdAt,
                task.completion);
    }

    Optional<SimulatedTask> find(String taskId) {
        return Optional.ofNullable(tasks.get(taskId));
    }

    void record(ProviderRequest request) {
        requests.add(request);
        count(request.status() == 0 ? "none" : request.code() == 0 ? "http-" + request.status() : "" + request.code());
    }

    void count(String answer) {
        answers.merge(answer, 1, Integer::sum);
    }

    void recordFast(String taskId, String callBackUrl) {
        fastTasks.append(taskId).append('\t').append(callBackUrl).append('\n');
        count("200");
    }

    /** Keeps what a result's file is, by its name. */
    void fileMade(String name, byte[] file) {
        files.computeIfAbsent(name, made -> HexFormat.of().formatHex(SigV4.sha256(file)));
    }

    /** SHA-256 of every file that was asked for, by its name. */
    Map<String, String> files() {
        return files;
    }

    void recordInfoAsked() {
        recordInfoCalls++;
    }

    List<SimulatedTask> tasks() {
        return order;
    }

    List<ProviderRequest> requests() {
        return requests;
    }

    String fastTasks() {
        return fastTasks.toString();
    }

    /** One of that account: others do not know it. */
    Optional<SimulatedTask> find(SimulatedAccount account, String taskId) {
        return find(taskId).filter(task -> task.account == account);
    }

    ProviderCounts counts() {
        Map<String, AccountBooks> books = new LinkedHashMap<>();
        accounts.forEach((name, account) -> books.put(name, account.books()));
        AccountBooks own = first.books();
        return new ProviderCounts(
                Map.copyOf(answers), tasks.size(), recordInfoCalls, own.mostInOnePeriod(), own.balance(), books);
    }
}
