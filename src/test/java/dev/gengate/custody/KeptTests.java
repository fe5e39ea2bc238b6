package dev.gengate.custody;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gengate.proof.gateway.CompletedEvents;
import dev.gengate.proof.gateway.Scrape;
import dev.gengate.proof.servers.Backends;
import dev.gengate.support.GatewayTest;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** What tests of kept results share. */
abstract class KeptTests extends GatewayTest {
    static final Duration SOON = Duration.ofSeconds(10);

    static CompletedEvents storedEvents;

    @BeforeAll
    static void connectToTheOtherTopic() {
        storedEvents = CompletedEvents.open(Backends.kafka(), Backends.STORED_TOPIC);
    }

    @AfterAll
    static void disconnectFromIt() {
        storedEvents.close();
    }

    @BeforeEach
    void resultsAreReallyThere() {
        ledger("delete from custody");
        provider.set("resultBase", Backends.simulator().toString());
    }

    JsonNode event(String id) {
        return events.awaitEventOf(id).json();
    }

    static long custodyOf(String id) {
        return numberInLedger("select count(*) from custody where generation_id = '" + id + "'");
    }

    static Scrape scrape() {
        return Scrape.of(given().get(Backends.management() + "/q/metrics").asString());
    }
}
