package dev.gengate.proof.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gengate.proof.simulator.client.AccountBooks;
import java.math.BigDecimal;
import java.util.concurrent.TimeUnit;

/** One account at the simulated provider: its key, its strict limit, and its books. */
final class SimulatedAccount {
    static final String FIRST = "default";

    final String name;
    private String apiKey;
    private String webhookKey;
    private SlidingWindow window;
    private BigDecimal balance;
    private boolean tellsItsBalance = true;
    private BigDecimal charged = BigDecimal.ZERO;
    private int tasks;
    private int tooOften;

    SimulatedAccount(String name) {
        this.name = name;
    }

    /** @param limitChanged whether its window begins anew */
    void use(SimulatorSettings settings, boolean limitChanged) {
        apiKey = settings.apiKey();
        webhookKey = settings.webhookKey();
        window = limitChanged ? settings.window() : window;
    }

    /** Changes what is said of {@code apiKey, webhookKey, rateLimit, ratePeriod, credits, tellsItsBalance}. */
    void change(JsonNode changes) {
        apiKey = changes.path("apiKey").asText(apiKey);
        webhookKey = changes.path("webhookKey").asText(webhookKey);
        tellsItsBalance = changes.path("tellsItsBalance").asBoolean(tellsItsBalance);
        if (changes.has("rateLimit")) {
            window = new SlidingWindow(
                    changes.path("rateLimit").asInt(),
                    TimeUnit.MILLISECONDS.toNanos(changes.path("ratePeriod").asLong()));
        }
        if (changes.has("credits")) {
            balance = changes.path("credits").decimalValue();
        }
    }

    void reset(SimulatorSettings settings) {
        use(settings, true);
        balance = settings.credits();
        tellsItsBalance = true;
        charged = BigDecimal.ZERO;
        tasks = 0;
        tooOften = 0;
    }

    void hasCredits(BigDecimal credits) {
        balance = credits;
    }

    String apiKey() {
        return apiKey;
    }

    String webhookKey() {
        return webhookKey;
    }

    boolean pass() {
        boolean passed = window.pass(System.nanoTime());
        tooOften += passed ? 0 : 1;
        return passed;
    }

    boolean tellsItsBalance() {
        return tellsItsBalance;
    }

    BigDecimal balance() {
        return balance;
    }

    void charge(BigDecimal credits) {
        tasks++;
        charged = charged.add(credits);
        balance = balance.subtract(credits);
    }

    void refund(BigDecimal credits) {
        charged = charged.subtract(credits);
        balance = balance.add(credits);
    }

    AccountBooks books() {
        return new AccountBooks(tasks, window.highest(), tooOften, charged, balance);
    }
}
