package dev.gengate.drift;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gengate.models.Catalogue;
import dev.gengate.proof.gateway.Json;
import dev.gengate.proof.servers.Backends;
import dev.gengate.support.GatewayTest;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the provider says of its models, held against their files; it is off unless it is asked for. */
@QuarkusTest
class DriftCheckTest extends GatewayTest {
    private static final Duration A_DAY = Duration.ofDays(1);
    private static final String ALARMING = "select count(*) from model_drift where alarming > 0";

    @Inject
    DriftCheck check;

    @Inject
    Catalogue catalogue;

    private List<String> first;

    @BeforeEach
    void beginsAnew() {
        ledger("delete from model_drift");
        ledger("update drift_check set due_at = '-infinity', began_at = null, last_model = null");
        first = catalogue.living().subList(0, 3);
    }

    @Test
    void differencesAreKeptForAllReplicasAndGoWhenTheProviderAgreesAgain() {
        provider.tellsTheSchema(
                first.get(0),
                Json.read("{\"properties\":{\"prompt\":{\"type\":\"object\"},\"hdr \":{\"type\":\"boolean\"}}}"));
        provider.tellsTheSchema(first.get(1), null);

        ask();
        ask();
        ask();

        assertEquals(2, numberInLedger(ALARMING));
        assertEquals(2, numberInLedger("select count(*) from model_drift"));
        assertEquals(
                1,
                numberInLedger("select count(*) from model_drift where model = '" + first.get(0)
                        + "' and differences like '%type prompt%' and differences like '%added hdr%'"));
        round();
        given().get(Backends.management() + "/q/metrics")
                .then()
                .body(containsString("gateway_models_drift{severity=\"alarm\"} 2.0"));

        provider.reset();
        ledger("update drift_check set last_model = null");
        ask();
        assertEquals(1, numberInLedger(ALARMING));
    }

    /** Its pages have no num_images any more; the file keeps it, and says so. */
    @Test
    void knownDifferenceOfTheDefaultModelRaisesNoAlarm() {
        List<String> all = catalogue.living();
        ledger("update drift_check set last_model = '" + all.get(all.indexOf(Catalogue.DEFAULT_MODEL) - 1) + "'");
        provider.tellsTheSchema(Catalogue.DEFAULT_MODEL, Json.read("{\"properties\":{\"num_images\":null}}"));

        ask();

        assertEquals(
                1,
                numberInLedger("select count(*) from model_drift where model = '" + Catalogue.DEFAULT_MODEL
                        + "' and alarming = 0 and differences like 'info  removed num_images%'"));
    }

    /** PostgreSQL keeps no NUL. */
    @Test
    void nameOfAFieldCanBeAnything() {
        provider.tellsTheSchema(first.get(0), Json.read("{\"properties\":{\"a\\u0000b\":{\"type\":\"string\"}}}"));

        ask();
        ask();

        assertEquals(1, numberInLedger("select count(*) from model_drift where differences like '%added a b%'"));
        assertEquals(1, numberInLedger("select count(*) from drift_check where last_model = '" + first.get(1) + "'"));
    }

    @Test
    void oneReplicaAsksOneQuestionASecond() {
        round();
        round();

        assertEquals(0, numberInLedger("select count(*) from drift_check where last_model > '" + first.get(0) + "'"));
        assertEquals(1, numberInLedger("select count(*) from drift_check where due_at > now()"));
    }

    /** Whatever it is about one model: the others are asked for. */
    @Test
    void modelThatTheProviderDoesNotAnswerForIsPassedOver() {
        provider.becomesUnavailable();
        round();
        provider.comesBack();
        ask();

        assertEquals(1, numberInLedger("select count(*) from drift_check where last_model = '" + first.get(1) + "'"));
        assertEquals(0, numberInLedger("select count(*) from model_drift"));
    }

    @Test
    void afterTheLastModelItRestsForAsLongAsIsConfigured() {
        List<String> names = catalogue.living();
        ledger("insert into model_drift values ('retired/meanwhile', now(), 1, 'ALARM')");
        ledger("update drift_check set began_at = now(), last_model = '" + names.get(names.size() - 1) + "'");

        round();

        assertEquals(
                1,
                numberInLedger("select count(*) from drift_check where last_model is null and began_at is null"
                        + " and due_at between now() + interval '23 hours' and now() + interval '24 hours'"));
        assertEquals(0, numberInLedger(ALARMING), "of models that are not compared any more");
    }

    /** The next question, at its time. */
    private void ask() {
        await().atMost(Duration.ofSeconds(5))
                .until(() -> numberInLedger("select count(*) from drift_check where due_at <= now()") == 1);
        round();
    }

    private void round() {
        check.round(A_DAY).await().atMost(Duration.ofSeconds(10));
    }
}
