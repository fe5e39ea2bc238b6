package dev.gengate.proof.audit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gengate.proof.cluster.LedgerRow;
import dev.gengate.proof.cluster.UsageRow;
import dev.gengate.proof.gateway.CompletedEvent;
import dev.gengate.proof.gateway.Json;
import dev.gengate.proof.simulator.client.ProviderTask;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The provider's books against the usage, to the credit, by caller, account and model. They differ by what the provider
 * never said to the gateway, and by nothing else: of a generation that its deadline ended, and of a success that was told
 * without its cost. So much the balance has fallen beyond the usage, and the drift shows it.
 */
public final class Money {
    private static final String COST_IS_LEFT_OUT = "sparse";
    private static final Set<String> SUCCESSES_WITHOUT_RESULT = Set.of("no_result", "result_too_large");

    private final Evidence evidence;
    private final Map<String, LedgerRow> rows;
    private final Map<String, JsonNode> events;
    private final Map<String, BigDecimal> wrong = new TreeMap<>();
    private final List<BigDecimal> unconfirmed = new ArrayList<>();
    private final List<BigDecimal> untold = new ArrayList<>();

    private Money(Evidence evidence) {
        this.evidence = evidence;
        this.rows = evidence.rows().stream().collect(Collectors.toMap(LedgerRow::id, row -> row));
        this.events = evidence.events().stream()
                .collect(Collectors.toMap(CompletedEvent::key, CompletedEvent::json, (first, same) -> first));
    }

    public static Money of(Evidence evidence) {
        Money money = new Money(evidence);
        evidence.tasks().forEach(money::book);
        evidence.spending().usage().forEach(money::use);
        return money;
    }

    private void book(ProviderTask task) {
        LedgerRow row = rows.get(task.generationId());
        JsonNode event = events.getOrDefault(task.generationId(), Json.object());
        BigDecimal known = known(task, row, event);
        add(row == null ? "nobody" : row.caller(), task.account(), task.model(), known);
        BigDecimal unknown = task.charged().subtract(known);
        if (unknown.signum() != 0) {
            ("submission_unconfirmed".equals(code(event)) ? unconfirmed : untold).add(unknown);
        }
    }

    private static String code(JsonNode event) {
        return event.path("failure").path("code").asText();
    }

    private void use(UsageRow row) {
        add(row.caller(), row.account(), row.model(), row.credits().negate());
    }

    private void add(String caller, String account, String model, BigDecimal credits) {
        wrong.merge(caller + ", " + account + ", " + model, credits, BigDecimal::add);
    }

    /** What the gateway can know of what it has cost. */
    private static BigDecimal known(ProviderTask task, LedgerRow row, JsonNode event) {
        BigDecimal price = row == null || row.price() == null ? BigDecimal.ZERO : row.price();
        String outcome = event.path("outcome").asText();
        if ("deadline".equals(event.path("resolvedBy").asText())) {
            boolean expired = outcome.equals("expired") && event.hasNonNull("taskId");
            return told(task) ? late(task, price) : expired ? price : BigDecimal.ZERO;
        }
        boolean left = task.faults().contains(COST_IS_LEFT_OUT) && !event.hasNonNull("creditsConsumed");
        boolean success = outcome.equals("succeeded") || SUCCESSES_WITHOUT_RESULT.contains(code(event));
        return !left ? task.charged() : success ? price : BigDecimal.ZERO;
    }

    private static boolean told(ProviderTask task) {
        return task.outcome() != null
                && task.callbacks().stream()
                        .anyMatch(attempt -> attempt.status() == 200 && "report".equals(attempt.kind()));
    }

    /** An end that is told when all is over counts up to the price. */
    private static BigDecimal late(ProviderTask task, BigDecimal price) {
        boolean left = task.faults().contains(COST_IS_LEFT_OUT);
        return !left ? task.charged().min(price) : "success".equals(task.outcome()) ? price : BigDecimal.ZERO;
    }

    /** What is wrong, one line each. */
    List<String> objections() {
        List<String> objections = new ArrayList<>();
        wrong.forEach((group, credits) -> {
            if (credits.signum() != 0) {
                objections.add(group + ": " + plain(credits) + " credits are not in the usage");
            }
        });
        if (takenForPaidIn().signum() < 0 || takenForPaidIn().compareTo(refunded()) > 0) {
            objections.add("the balance fell by " + plain(fall()) + ", and charged are " + plain(charged()));
        } else if (drift().subtract(sum(unconfirmed).add(sum(untold))).abs().compareTo(mayBeOff()) > 0) {
            objections.add("the drift is " + plain(drift()) + ", in truth " + difference());
        }
        return objections;
    }

    /** The sums, for people. */
    public Map<String, Object> lines() {
        Map<String, Object> lines = new LinkedHashMap<>();
        lines.put(
                "credits charged, in usage",
                "%s, %s in %d groups".formatted(plain(charged()), plain(used()), wrong.size()));
        lines.put("credits that nobody told", difference());
        String compared = takenForPaidIn().signum() == 0 ? "" : ": may be off by " + plain(mayBeOff());
        lines.put("fall of the balance, drift", plain(fall()) + ", " + plain(drift()) + compared);
        return lines;
    }

    /**
     * By how much the fall is more than what was charged: a refund of more than what ran when the balance was read before, as
     * of the last task of a burst, counts as paid in. Never less than 0, and never more than all refunds.
     */
    private BigDecimal takenForPaidIn() {
        return fall().subtract(charged());
    }

    /** Beside such a refund, what was learned of the costs in the same seconds is left out too. */
    private BigDecimal mayBeOff() {
        return takenForPaidIn().signum() == 0 ? BigDecimal.ZERO : refunded();
    }

    private BigDecimal refunded() {
        return sum(evidence.tasks(), ProviderTask::refunded);
    }

    private String difference() {
        return "%s: %s of %d unconfirmed, %s of %d others"
                .formatted(
                        plain(sum(unconfirmed).add(sum(untold))),
                        plain(sum(unconfirmed)),
                        unconfirmed.size(),
                        plain(sum(untold)),
                        untold.size());
    }

    private BigDecimal charged() {
        return sum(evidence.tasks(), ProviderTask::charged);
    }

    private BigDecimal used() {
        return sum(evidence.spending().usage(), UsageRow::credits);
    }

    private BigDecimal fall() {
        return evidence.spending().fall();
    }

    private BigDecimal drift() {
        return evidence.spending().drift();
    }

    private static BigDecimal sum(List<BigDecimal> credits) {
        return sum(credits, each -> each);
    }

    private static <T> BigDecimal sum(List<T> all, Function<T, BigDecimal> credits) {
        return all.stream().map(credits).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static String plain(BigDecimal credits) {
        return credits.stripTrailingZeros().toPlainString();
    }
}
