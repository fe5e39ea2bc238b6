package dev.gengate.intake;

import static dev.gengate.proof.gateway.GatewayCalls.as;
import static dev.gengate.proof.gateway.GatewayCalls.prompt;
import static dev.gengate.proof.gateway.GatewayCalls.submit;
import static dev.gengate.proof.gateway.RequestTopic.headers;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gengate.proof.gateway.CompletedEvent;
import dev.gengate.proof.gateway.Json;
import dev.gengate.proof.gateway.Scrape;
import dev.gengate.proof.servers.Backends;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Records that are no valid request: each has its problem on the topic of rejections, and stops no other. */
@QuarkusTest
@TestProfile(WithIntake.class)
class RejectionTest extends IntakeTests {
    @Test
    void idOfAnotherRequestIsRejectedAsItsKeyWouldBe() {
        String id = id();
        requests.sent(id, headers(SOURCE, id), prompt("one"));
        String second = requests.sent(id, headers(SOURCE, id), prompt("another"));

        CompletedEvent rejection = rejection(second);
        assertEquals(
                "urn:gengate:problem:key-reused", rejection.json().path("type").asText());
        assertEquals(completed(id).key(), rejection.json().path("id").asText());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"model\":\"no/such\",\"input\":{\"prompt\":\"one\"}}",
                "{\"input\":{\"prompt\":\"one\",\"more\":1}}",
                "{\"input\":{\"prompt\":\"one\"},\"priority\":\"urgent\"}"
            })
    void idOfAnotherRequestThatIsNotValidIsRejectedToo(String body) {
        String id = id();
        requests.sent(id, headers(SOURCE, id), prompt("one"));
        completed(id);

        CompletedEvent rejection = rejection(requests.sent(id, headers(SOURCE, id), body));

        assertEquals(
                "urn:gengate:problem:invalid-input",
                rejection.json().path("type").asText());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "",
                "[]",
                "{\"input\":{}}",
                "{\"input\":{\"prompt\":7},\"more\":1}",
                "{\"model\":\"no/such\",\"input\":{\"prompt\":\"x\"}}",
                "{\"input\":{\"prompt\":\"x\"},\"priority\":\"urgent\"}"
            })
    void whatRestRefusesIsRejectedWithTheSameProblem(String body) {
        String id = id();
        JsonNode byRest =
                Json.read(submit(as(Backends.SHOP_KEY), body).extract().body().asString());

        String place = requests.sent(id, headers(SOURCE, id), body);

        CompletedEvent rejection = rejection(place);
        assertEquals(without(byRest), without(rejection.json()));
        assertEquals("application/problem+json", rejection.header("content-type"));
        assertEquals("dev.gengate.generation.rejected.v1", rejection.type());
        assertEquals(id, rejection.key());
        assertEquals(id, rejection.header("ce_requestid"));
        assertEquals(SOURCE, rejection.header("ce_requestsource"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            textBlock =
                    """
            ce_id          | none                              | header/ce_id
            ce_id          | ''                                | header/ce_id
            ce_source      | none                              | header/ce_source
            ce_type        | dev.gengate.generation.requested.v2 | header/ce_type
            ce_specversion | 0.3                               | header/ce_specversion
            """)
    void whatIsNoCloudEventIsRejectedWithItsFault(String header, String value, String pointer) {
        String id = id();
        Map<String, String> headers = new HashMap<>(headers(SOURCE, id));
        headers.remove(header);
        if (value != null) {
            headers.put(header, value);
        }

        JsonNode problem =
                rejection(requests.sent(id, headers, prompt("no event"))).json();

        assertEquals("urn:gengate:problem:invalid-input", problem.path("type").asText());
        assertEquals(pointer, problem.at("/errors/0/pointer").asText());
        assertEquals(0, generations(id));
    }

    @ParameterizedTest
    @CsvSource({
        "text/plain, urn:gengate:problem:not-json",
        "application/cloudevents-batch+json, urn:gengate:problem:not-json",
        "application/cloudevents+json, urn:gengate:problem:malformed-json"
    })
    void valueOfAnotherKindIsRejected(String type, String problem) {
        Map<String, String> headers = new HashMap<>(headers(SOURCE, id()));
        headers.put("content-type", type);

        CompletedEvent rejection = rejection(requests.sent(null, headers, "no JSON"));

        assertEquals(problem, rejection.json().path("type").asText());
        assertNull(rejection.key());
    }

    @Test
    void valueWithThePrefixOfASchemaRegistryIsRejectedAndToldSo() {
        String id = id();
        JsonNode problem = rejection(requests.sent(id, headers(SOURCE, id), "\0\0\0\0\1" + prompt("prefixed")))
                .json();

        assertEquals("urn:gengate:problem:malformed-json", problem.path("type").asText());
        assertTrue(problem.path("detail").asText().contains("schema registry"), problem::toString);
    }

    @Test
    void valueThatIsTooLargeIsRejectedAndItsContentIsNotTold() {
        String id = id();
        String place = requests.sent(id, headers(SOURCE, id), prompt("secret".repeat(140_000)));

        CompletedEvent rejection = rejection(place);

        assertEquals(
                "urn:gengate:problem:too-large", rejection.json().path("type").asText());
        assertFalse(rejection.value().contains("secret"));
    }

    /** Its rejection repeats its ids and says more, so it would be larger than the topic takes. */
    @Test
    void recordWhoseIdFillsTheTopicIsRejectedWithoutIt() {
        String place = requests.sent(null, headers(SOURCE, "i".repeat(1_048_200)), "no JSON");

        CompletedEvent rejection = rejection(place);

        assertEquals(
                "urn:gengate:problem:malformed-json",
                rejection.json().path("type").asText());
        assertEquals(SOURCE, rejection.header("ce_requestsource"));
        assertNull(rejection.header("ce_requestid"));
    }

    /** It takes one at a time. A batch that it refuses would come to the client's splitting, which does not end. */
    @Test
    void topicThatIsNarrowerThanABatchTakesManyRejectionsAtOnce() {
        rejectionsTake(1_000);
        try {
            Scrape before = scrape();
            IntStream.range(0, 100).forEach(n -> requests.send(SOURCE, id(), "{\"input\":{}}"));

            await().atMost(PATIENCE).until(() -> grown(before, "result=\"rejected\"") == 100);
        } finally {
            rejectionsTake(1_048_588);
        }
    }

    private static void rejectionsTake(int bytes) {
        AlterConfigOp limit = new AlterConfigOp(
                new ConfigEntry("max.message.bytes", String.valueOf(bytes)), AlterConfigOp.OpType.SET);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", Backends.kafka()))) {
            admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.TOPIC, WithIntake.TOPIC + ".rejected"),
                            List.of(limit)))
                    .all()
                    .get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatIsOlderThanKeysAreKeptIsRejectedBecauseItMayHaveBeenPaidFor() {
        String id = id();
        String place = requests.sentAt(
                System.currentTimeMillis() - Duration.ofDays(400).toMillis(), id, headers(SOURCE, id), prompt("old"));

        assertEquals(
                "timestamp", rejection(place).json().at("/errors/0/pointer").asText());
    }

    /** All but where it was asked. */
    private static JsonNode without(JsonNode problem) {
        return ((ObjectNode) problem.deepCopy()).without("instance");
    }
}
