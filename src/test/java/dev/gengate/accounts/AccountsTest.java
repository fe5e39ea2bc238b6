package dev.gengate.accounts;

import static dev.gengate.proof.gateway.GatewayCalls.as;
import static dev.gengate.proof.gateway.GatewayCalls.ended;
import static dev.gengate.proof.gateway.GatewayCalls.prompt;
import static dev.gengate.proof.gateway.GatewayCalls.read;
import static dev.gengate.proof.gateway.GatewayCalls.submit;
import static dev.gengate.proof.gateway.GatewayCalls.submitted;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.in;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.proof.gateway.Scrape;
import dev.gengate.proof.servers.Backends;
import dev.gengate.proof.simulator.client.ProviderRequest;
import dev.gengate.support.GatewayTest;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Three accounts with a strict limit each, and one that drains, over the simulator. */
@QuarkusTest
@TestProfile(AccountsTest.NamedAccounts.class)
class AccountsTest extends GatewayTest {
    private static final List<String> NAMES = List.of("east", "north", "west");
    private static final List<String> ALL = List.of("east", "north", "south", "west");
    private static final int LIMIT = 15;
    /** The shortest one whose margin covers how late a call may leave unnoticed. */
    private static final Duration PERIOD = Duration.ofSeconds(2);

    /** {@link Backends} gives no key beside those of named accounts. */
    public static class NamedAccounts implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> config = new HashMap<>();
            for (String name : ALL) {
                String account = "gateway.provider.kie.accounts.\"" + name + "\".";
                config.put(account + "api-key", "key-of-" + name);
                config.put(account + "limit", String.valueOf(LIMIT));
                config.put(account + "period", PERIOD.toString());
            }
            config.put("gateway.provider.kie.accounts.\"south\".drain", "true");
            config.put("gateway.provider.kie.accounts.\"west\".signature-key", "webhook-key-of-west");
            config.put("gateway.callers.\"shop\".accounts", "west");
            config.put("gateway.provider.kie.breaker.requests", "10");
            config.put("gateway.gauges.every", "PT1S");
            return config;
        }
    }

    @BeforeEach
    void accounts() {
        nothingIsOpen();
        ALL.forEach(name -> provider.hasAccount(name, "key-of-" + name, LIMIT, PERIOD, 1_000));
        provider.signsWith("west", "webhook-key-of-west");
        ledger("update account set paused_until = '-infinity', key_rejected_at = null, no_credits_since = null,"
                + " stopped_from = null, stopped_below = null, strikes = 0, key_good_at = null, due_at = '-infinity', braked_until = '-infinity';"
                + " update pace_slot set free_at = '-infinity' where free_at > now() + interval '1 minute'");
    }

    @Test
    void eachTaskIsOfOneAccountWhichIsAskedForItsEnd() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            ids.add(submitted(i % 2 == 0 ? "called back" : "[sim:no-callback] polled"));
        }

        ids.forEach(id -> ended(id).body("state", equalTo("succeeded")).body("account", in(NAMES)));

        provider.requests()
                .forEach(request -> assertEquals(
                        1,
                        numberInLedger("select count(*) from generation where id = '" + request.generationId()
                                + "' and account = '" + request.account() + "'")));
        assertEquals(
                12,
                numberInLedger("select count(*) from generation where account is not null and credits_consumed > 0"
                        + " and completed_at > now() - interval '1 minute' and id in ('" + String.join("', '", ids)
                        + "')"));
    }

    @Test
    void revokedAndEmptiedAccountsStopNobody() {
        List<CompletableFuture<String>> all = new ArrayList<>();
        for (int burst = 0; burst < 3; burst++) {
            int from = burst * 30;
            all.addAll(IntStream.range(from, from + 30)
                    .mapToObj(i -> CompletableFuture.supplyAsync(() -> submitted("of many " + i)))
                    .toList());
            all.forEach(CompletableFuture::join);
            if (burst == 0) {
                provider.changesTheKey("east", "another-key");
            } else if (burst == 1) {
                provider.hasCredits("north", 3);
            }
        }

        all.forEach(id -> ended(id.join()).body("state", equalTo("succeeded")));

        assertEquals(Set.of(), provider.paidTwice());
        provider.counts().accounts().forEach((name, books) -> assertTrue(books.tooOften() <= 3, name + " " + books));
        assertTrue(provider.counts().answered("402") + provider.counts().answered("401") > 0, "both were met");
    }

    @Test
    void accountGoesOnOnceItsKeyIsGoodAgain() {
        provider.changesTheKey("east", "another-key");
        provider.changesTheKey("west", "yet-another-key");
        provider.changesTheKey("north", "a-third-key");
        List<String> ids =
                IntStream.range(0, 3).mapToObj(i -> submitted("waits " + i)).toList();
        await().until(() ->
                numberInLedger("select count(*) from account where key_rejected_at is null and name <> 'south'") == 0);

        provider.changesTheKey("west", "key-of-west");

        ids.forEach(id -> ended(id).body("state", equalTo("succeeded")).body("account", equalTo("west")));
    }

    @Test
    void uploadHasTheKeyOfTheFirstAccountThatIsNotRefused() {
        provider.changesTheKey("east", "another-key");
        await().until(() ->
                numberInLedger("select count(*) from account where key_rejected_at is not null and name = 'east'")
                        == 1);

        as(Backends.ADS_KEY)
                .contentType("image/png")
                .body("\u0089PNG\r\n\u001a\n of some bytes".getBytes(ISO_8859_1))
                .post("/v1/files")
                .then()
                .statusCode(201);

        assertEquals(
                1, metrics().sum("gateway_provider_calls_seconds_count{account=\"north\",operation=\"file_upload\"}"));
    }

    /** As one whose key lacks the rights for a model, which another's has. */
    @Test
    void whatOneKeyMayNotDoAnotherDoes() {
        ledger("update account set key_good_at = now()");
        provider.refusesTheNextRequest(401, "no rights for this model");
        String id = submitted("of another account");

        ended(id).body("state", equalTo("succeeded"));

        assertEquals(2, accountsAsked(id).size());
        assertEquals(0, numberInLedger("select count(*) from account where key_rejected_at is not null"));
    }

    @ParameterizedTest
    @CsvSource({"433, KEY_LIMIT", "455, MAINTENANCE"})
    void limitOfAKeyAndMaintenanceStopOneAccountAlone(int code, String reason) {
        ledger("update account set strikes = 8, pause_reason = 'MAINTENANCE'");
        provider.refusesTheNextRequest(code, "not now");
        String id = submitted("goes elsewhere");

        ended(id).body("state", equalTo("succeeded"));

        Set<String> asked = accountsAsked(id);
        assertEquals(2, asked.size());
        assertEquals(
                1,
                numberInLedger("select count(*) from account where paused_until > now() and pause_reason = '" + reason
                        + "' and name in ('" + String.join("', '", asked) + "')"));
        queue().body("accounts.pauseCause.findAll { it != null }", equalTo(List.of(reason)));
    }

    /** Though it has by far the most room. */
    @Test
    void openBreakerOfOneAccountSendsAllToOthers() {
        await().pollInterval(Duration.ZERO)
                .until(() -> submit(as(Backends.SHOP_KEY), prompt("[sim:status=503] of shop"))
                        .extract()
                        .path("state")
                        .equals("queued"));

        ledger(
                "update pace_slot set free_at = '-infinity' where slot / 1000 = (select ring from account where name = 'west');"
                        + " update pace_slot set free_at = now() + interval '2 minutes' from account"
                        + " where slot / 1000 = ring and slot % 1000 > 4 and name in ('east', 'north')");
        queue().body("accounts.findAll { !it.callable }.account", equalTo(List.of("west")));

        List<String> ids = IntStream.range(0, 2)
                .mapToObj(i -> submitted("beside the breaker " + i))
                .toList();

        ids.forEach(id -> ended(id).body("state", equalTo("succeeded")).body("account", in(List.of("east", "north"))));
    }

    @Test
    void accountThatDrainsGetsWhatItAloneMayTakeAndNothingElse() {
        ledger("update account set braked_until = 'infinity' where name <> 'south'");
        String waits = submitted("for any account");
        String its = submitted("for a task of its own");
        ledger("update generation set only_account = 'south' where id = '" + its + "'");

        ended(its).body("state", equalTo("succeeded")).body("account", equalTo("south"));

        read(waits).body("state", equalTo("queued"));
        queue().body("accounts.findAll { it.drains }.account", equalTo(List.of("south")));
    }

    @Test
    void metricsTellWhatStopsEachAccountAndWhatItHas() {
        String id = submitted("[sim:never-finishes] runs");
        await().until(() -> read(id).extract().path("account") != null);
        String account = read(id).extract().path("account");
        ledger("update account set due_at = 'infinity';"
                + " update account set key_rejected_at = now() where name = 'east';"
                + " update account set no_credits_since = now() where name = 'north';"
                + " update account set paused_until = 'infinity' where name = 'west'");

        await().untilAsserted(() -> {
            Scrape metrics = metrics();
            assertEquals(1, metrics.sum("gateway_account_stopped{account=\"east\",cause=\"key\"}"));
            assertEquals(1, metrics.sum("gateway_account_stopped{account=\"north\",cause=\"credits\"}"));
            assertEquals(1, metrics.sum("gateway_account_stopped{account=\"west\",cause=\"pause\"}"));
            assertEquals(3, metrics.sum("gateway_account_stopped"));
            assertEquals(1, metrics.sum("gateway_account_running{account=\"" + account + "\"}"));
            assertEquals(1, metrics.sum("gateway_account_running"));
            assertEquals(LIMIT, metrics.sum("gateway_account_free_slots{account=\"south\"}"));
        });
    }

    private static Scrape metrics() {
        return Scrape.of(given().get(Backends.management() + "/q/metrics").asString());
    }

    private Set<String> accountsAsked(String id) {
        return provider.requestsOf(id).stream().map(ProviderRequest::account).collect(Collectors.toSet());
    }

    /** What may exist at one account is sent to no other, whatever becomes of that one. */
    @Test
    void lostAnswerIsSentNowhereElse() {
        provider.losesTheNextAnswer();
        String id = submitted("[sim:no-callback] lost");

        provider.changesTheKey("east", "another-key");
        submitted("goes on");

        await().during(Duration.ofSeconds(2))
                .atMost(Duration.ofSeconds(4))
                .until(() -> provider.requestsOf(id).size() == 1);
        assertEquals(
                1,
                numberInLedger("select count(*) from generation where id = '" + id
                        + "' and state = 'unconfirmed' and account is not null"));
    }

    @Test
    void taskOfALostAnswerIsOfItsAccountWhileTheGenerationIsQueuedAgain() {
        provider.losesTheNextAnswer();
        String id = submitted("[sim:no-callback] resubmitted");
        String account = provider.requestsOf(id).get(0).account();
        await().until(() -> read(id).extract().path("state").equals("unconfirmed"));
        ledger("update account set braked_until = 'infinity'");
        as(Backends.OPS_KEY).post("/v1/generations/" + id + "/resubmit").then().statusCode(202);

        read(id).body("state", equalTo("queued")).body("account", equalTo(account));
        provider.callsBackAgain(provider.taskOf(id).taskId());

        ended(id).body("state", equalTo("succeeded")).body("account", equalTo(account));
    }

    /** As the script for a restored backup leaves what was queued: it is sent to none before an operator says so. */
    @Test
    void whatARestoreLeavesWithoutAnAccountIsSentToAnyOfItsCallers() {
        ledger("update account set braked_until = 'infinity'");
        String id = submitted(as(Backends.SHOP_KEY), prompt("restored"));
        ledger(
                "update generation set state = 'unconfirmed', attempts = attempts + 1, due_at = now() + interval '15 minutes'"
                        + " where id = '" + id + "'; update account set braked_until = '-infinity'");

        as(Backends.OPS_KEY).post("/v1/generations/" + id + "/resubmit").then().statusCode(202);

        as(Backends.SHOP_KEY)
                .header("Prefer", "wait=20")
                .get("/v1/generations/" + id)
                .then()
                .body("state", equalTo("succeeded"))
                .body("account", equalTo("west"));
    }

    @Test
    void whatMayBeAtARemovedAccountIsNotSentAgain() {
        provider.losesTheNextAnswer();
        String id = submitted("[sim:no-callback] of an account that was removed");
        await().until(() -> read(id).extract().path("state").equals("unconfirmed"));
        ledger("update generation set account = 'removed' where id = '" + id + "'");

        as(Backends.OPS_KEY)
                .post("/v1/generations/" + id + "/resubmit")
                .then()
                .statusCode(409)
                .body("detail", startsWith("The account at the provider that alone may send it again"));
    }

    /** It was sent to one that had no time for it, and to no other. */
    @Test
    void whatExpiresInTheQueueIsOfNoAccount() {
        provider.refusesTheNextRequest(429, "too often");
        ledger("update account set strikes = 8, pause_reason = 'RATE_LIMITED'");
        String id = submitted(as(Backends.SHOP_KEY), prompt("too late"));
        String row = "from generation where id = '" + id + "' and attempts = 1 and state = 'queued'";
        await().until(() -> numberInLedger("select count(*) " + row) == 1);
        ledger("update generation set due_at = now(), deadline_at = now() where id = '" + id + "'");

        as(Backends.SHOP_KEY)
                .header("Prefer", "wait=20")
                .get("/v1/generations/" + id)
                .then()
                .body("state", equalTo("expired"))
                .body("account", nullValue());
    }

    @Test
    void heldAccountGetsNothingAndOthersGoOn() {
        brake(true, "west").statusCode(200).body("accounts[0].account", equalTo("west"));
        brake(true, "nobody").statusCode(422).body("errors[0].pointer", equalTo("/account"));
        submit(as(Backends.SHOP_KEY), prompt("of shop, for west alone"))
                .body("state", equalTo("queued"))
                .body("estimatedStart", nullValue());

        for (int i = 0; i < 4; i++) {
            ended(submitted("beside the brake " + i)).body("account", in(List.of("east", "north")));
        }

        as(Backends.OPS_KEY)
                .get("/v1/queue")
                .then()
                .statusCode(200)
                .body("accounts.account", equalTo(ALL))
                .body("accounts[3].brakedUntil", startsWith("9999"))
                .body("callers.find { it.caller == 'shop' }.nextStart", nullValue());
        await().untilAsserted(() -> given().get(Backends.management() + "/q/health/ready")
                .then()
                .statusCode(200)
                .body("checks.find { it.name == 'ledger' }.data.'account west'", equalTo("stopped: brake")));
        brake(false, "west").statusCode(200).body("accounts", nullValue());
        as(Backends.OPS_KEY)
                .get("/v1/generations?account=west&q=" + UUID.randomUUID())
                .then()
                .statusCode(200);
    }

    /** None of the slots is in the ring of the account default. */
    @Test
    void queueShowsTheSlotsAndThePausesOfAllAccounts() {
        await().untilAsserted(() -> queue().body("slots.free", equalTo(3 * LIMIT)));
        ledger("update pace_slot set free_at = now() + interval '1 hour'");
        submitted("waits for a slot");

        String start = queue().body("slots.free", equalTo(0)).extract().path("callers[0].nextStart");
        assertTrue(Instant.parse(start).isAfter(Instant.now().plus(Duration.ofMinutes(50))), start);
        ledger("update account set braked_until = 'infinity'");
        queue().body("callers[0].nextStart", nullValue());
    }

    private static ValidatableResponse queue() {
        return as(Backends.OPS_KEY).get("/v1/queue").then().statusCode(200);
    }

    private static ValidatableResponse brake(boolean on, String account) {
        return as(Backends.OPS_KEY)
                .contentType("application/json")
                .body("{\"on\":" + on + ",\"reason\":\"a test\",\"account\":\"" + account + "\"}")
                .put("/v1/brake")
                .then();
    }

    @Test
    void balancesAreThoseOfAllAccountsThatTellTheirs() {
        await().untilAsserted(() ->
                as(Backends.ADS_KEY).get("/v1/credits").then().statusCode(200).body("accounts.account", equalTo(ALL)));

        provider.tellsNoBalance("west");

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> as(Backends.ADS_KEY)
                .get("/v1/credits")
                .then()
                .statusCode(200)
                .body("accounts.account", equalTo(List.of("east", "north", "south"))));
    }

    @Test
    void callerIsServedByItsAccountsAlone() {
        Set<String> used = new HashSet<>();
        for (int i = 0; i < 6; i++) {
            String id = submitted(as(Backends.SHOP_KEY), prompt("of shop " + i));
            await().until(() -> !provider.requestsOf(id).isEmpty());
            provider.requestsOf(id).stream().map(ProviderRequest::account).forEach(used::add);
        }

        assertEquals(Set.of("west"), used);
    }
}
