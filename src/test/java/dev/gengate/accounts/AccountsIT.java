package dev.gengate.accounts;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.proof.gateway.GatewayCalls;
import dev.gengate.proof.gateway.PackagedGateway;
import dev.gengate.proof.ledger.Ledger;
import dev.gengate.proof.servers.Backends;
import dev.gengate.proof.servers.LocalPostgres;
import dev.gengate.proof.simulator.client.AccountBooks;
import dev.gengate.proof.simulator.client.KieSimulatorClient;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Three accounts with a strict limit each, over two replicas: one is revoked and one emptied, and nobody notices. */
@Tag("chaos")
class AccountsIT {
    private static final List<String> NAMES = List.of("east", "north", "west");
    private static final int LIMIT = 10;
    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final int GENERATIONS = 240;

    private final KieSimulatorClient provider = Backends.provider();
    private final Map<String, String> environment = environment();
    private final Ledger ledger = Ledger.of(environment);

    private static Map<String, String> environment() {
        Map<String, String> environment = PackagedGateway.environment(LocalPostgres.shared(), Backends.kafka());
        environment.remove("GATEWAY_PROVIDER_KIE_API_KEY");
        NAMES.forEach(name -> environment.put(
                "GATEWAY_PROVIDER_KIE_ACCOUNTS__" + name.toUpperCase(Locale.ROOT) + "__API_KEY", "key-of-" + name));
        environment.put("GATEWAY_PACE_LIMIT", String.valueOf(LIMIT));
        environment.put("GATEWAY_PACE_PERIOD", PERIOD.toString());
        return environment;
    }

    @Test
    void revokedAndEmptiedAccountsFailNothingAndAllIsDoneElsewhere() {
        provider.reset();
        NAMES.forEach(name -> provider.hasAccount(name, "key-of-" + name, LIMIT, PERIOD, 10_000));
        Map<String, String> other = PackagedGateway.anotherReplica(environment);
        try (PackagedGateway one = PackagedGateway.start(environment).awaitReady();
                PackagedGateway two = PackagedGateway.start(other).awaitReady()) {
            List<String> uris = List.of(uri(environment), uri(other));
            IntStream.range(0, GENERATIONS)
                    .mapToObj(i -> CompletableFuture.runAsync(() -> submit(uris.get(i % 2), i)))
                    .toList()
                    .forEach(CompletableFuture::join);
            await().atMost(Duration.ofMinutes(1)).until(() -> provider.tasks().size() > GENERATIONS / 4);
            provider.changesTheKey("east", "another-key");
            await().atMost(Duration.ofMinutes(1)).until(() -> provider.tasks().size() > GENERATIONS / 2);
            provider.hasCredits("north", 3);

            await().atMost(Duration.ofMinutes(2))
                    .until(() -> ledger.number("select count(*) from generation where completed_at is null") == 0);

            assertEquals(GENERATIONS, ledger.number("select count(*) from generation where state = 'succeeded'"));
            assertEquals(Set.of(), provider.paidTwice());
            Map<String, AccountBooks> books = provider.counts().accounts();
            NAMES.forEach(name ->
                    assertTrue(books.get(name).tooOften() <= books.get(name).tasks() / 10, books::toString));
            NAMES.forEach(name -> assertTrue(books.get(name).tasks() > LIMIT, books::toString));
            NAMES.forEach(name -> assertEquals(
                    books.get(name).tasks(),
                    ledger.number("select count(*) from generation where account = '" + name + "'")));
            assertEquals(List.of(200, 200), List.of(one.readiness(), two.readiness()));
        }
    }

    private static String uri(Map<String, String> replica) {
        return "http://localhost:" + replica.get("QUARKUS_HTTP_PORT");
    }

    /** Again where the gateway says 503: it has just started. */
    private static void submit(String uri, int number) {
        await().atMost(Duration.ofMinutes(1)).until(() -> answered(uri, number), status -> status == 202);
    }

    private static int answered(String uri, int number) {
        return GatewayCalls.ads()
                .baseUri(uri)
                .header("Prefer", "respond-async")
                .header("Idempotency-Key", "of-many-" + number)
                .contentType("application/json")
                .body(GatewayCalls.prompt("of many " + number))
                .post("/v1/generations")
                .statusCode();
    }
}
