package dev.gengate.outbox;

import static dev.gengate.proof.gateway.GatewayCalls.submitted;
import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.gengate.outbox.topic.EventSize;
import dev.gengate.proof.gateway.CompletedEvent;
import dev.gengate.proof.gateway.KafkaTopics;
import dev.gengate.proof.gateway.Scrape;
import dev.gengate.proof.ledger.GenerationInsert;
import dev.gengate.proof.servers.Backends;
import dev.gengate.support.GatewayTest;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Topics that take smaller records than events may be. */
@QuarkusTest
class TopicLimitTest extends GatewayTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int MANY = 60;
    private static final KafkaTopics TOPICS = new KafkaTopics(Backends.kafka());

    /** Ended together, in one entry of the outbox: more than the topic takes in one batch, each less than that. */
    private static final String MANY_OF_ONE_COMMIT = ended(MANY)
            + " insert into outbox (completed_at, due_at, generations) select now(), now(), array_agg(id) from ended";

    /** Tried in vain for so long that hardly any is due. */
    private static final String MANY_SET_ASIDE = ended(400)
            + " insert into dead_letter select id, 'too_large', 9, now(), now() + interval '6 hours' from ended";

    @Inject
    TopicLimit limit;

    @AfterEach
    void topicTakesWhatItDid() {
        topicTakes(1_048_588);
        ledger("delete from dead_letter");
        ledger("delete from generation where id < '00000000-0000-7000-9000-000000000000'");
    }

    @Test
    void limitAndNeedAreShown() {
        topicTakes(300_000);

        assertEquals(300_000, scrape().sum("gateway_topic_max_message_bytes"));
        assertEquals(EventSize.LARGEST, scrape().sum("gateway_events_largest_bytes"));
    }

    @Test
    void eventThatIsTooLargeForTheTopicComesOnceTheTopicHasRoom() {
        topicTakes(18_000);

        String large = submitted("\\ud83c\\udf05".repeat(5_000));
        String small = submitted("beside a large one");

        events.awaitEventOf(small);
        await().atMost(PATIENCE)
                .until(() -> numberInLedger("select count(*) from dead_letter where cause = 'too_large'") == 1);
        ledger("update dead_letter set due_at = now() + interval '6 hours'");
        topicTakes(1_048_588);
        CompletedEvent event = events.awaitEventOf(large);
        assertNull(event.header("gateway_replay"));
    }

    @Test
    void howeverManyWereTooLargeTheyFollowTheChangeOfTheLimitAtOnce() {
        topicTakes(10_000);
        ledger(MANY_SET_ASIDE);

        topicTakes(1_048_588);

        await().atMost(PATIENCE).until(() -> numberInLedger("select count(*) from dead_letter") == 0);
    }

    @Test
    void topicThatHasNoRoomForABatchGetsSmallerOnes() {
        topicTakes(10_000);
        double failed = scrape().sum("gateway_events_failed_total");
        int before = events.all().size();

        ledger(MANY_OF_ONE_COMMIT);

        await().atMost(PATIENCE).until(() -> events.all().size() >= before + MANY);
        assertEquals(failed, scrape().sum("gateway_events_failed_total"));
    }

    /** The gateway does not read the limit until the topic refuses a batch. */
    @Test
    void limitThatIsLoweredMeanwhileIsReadOnceABatchIsRefused() {
        topicTakes(1_048_588);
        int before = events.all().size();
        TOPICS.takes(Backends.TOPIC, 10_000);

        ledger(MANY_OF_ONE_COMMIT);

        await().atMost(PATIENCE).until(() -> scrape().sum("gateway_topic_max_message_bytes") == 10_000);
        await().atMost(PATIENCE).until(() -> events.all().size() >= before + MANY);
        assertEquals(0, numberInLedger("select count(*) from dead_letter"));
    }

    private void topicTakes(int bytes) {
        TOPICS.takes(Backends.TOPIC, bytes);
        await().atMost(PATIENCE).until(() -> {
            limit.check();
            return scrape().sum("gateway_topic_max_message_bytes") == bytes;
        });
    }

    private static Scrape scrape() {
        return Scrape.of(given().get(Backends.management() + "/q/metrics")
                .then()
                .statusCode(200)
                .extract()
                .asString());
    }

    private static String ended(int many) {
        return "with ended as ("
                + GenerationInsert.succeeded("now()")
                        .with("id", "('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid")
                        .with("input", "'{\"prompt\":\"' || repeat('small ', 100) || '\"}'")
                        .rows("generate_series(1, " + many + ") n returning id)");
    }
}
