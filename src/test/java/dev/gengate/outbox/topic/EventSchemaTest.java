package dev.gengate.outbox.topic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventSchemaTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final YAMLMapper YAML = new YAMLMapper();

    @ParameterizedTest
    @ValueSource(strings = {"succeeded", "failed", "expired", "cancelled"})
    void exampleOfEachOutcomeIsValid(String outcome) throws IOException {
        EventSchema.assertValid(example(outcome).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"succeeded", "failed", "expired", "cancelled"})
    void everyFieldIsRequiredInEveryOutcome(String outcome) throws IOException {
        for (String field : fieldsOf(example(outcome))) {
            ObjectNode event = example(outcome);
            event.remove(field);
            assertInvalid(event, field + " is missing");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            succeeded | id              | "019ab2c4-5d6e-4f80-91a2-b3c4d5e6f708"
            succeeded | outcome         | "done"
            succeeded | outcome         | "failed"
            succeeded | caller          | ""
            succeeded | taskId          | null
            succeeded | input           | "{}"
            succeeded | results         | []
            succeeded | results         | [{"kind":"image","expiresAt":"2026-08-12T06:10:35Z","url":"tempfile.example/f/ae98.png"}]
            succeeded | results         | [{"kind":"image","expiresAt":"2026-08-12T06:10:35Z","url":"https://tempfile.example/f/ae98.png","width":1}]
            succeeded | results         | [{"kind":"picture","expiresAt":"2026-08-12T06:10:35Z","url":"https://tempfile.example/f/ae98.png"}]
            succeeded | results         | [{"kind":"image","url":"https://tempfile.example/f/ae98.png"}]
            succeeded | failure         | {"code":"400","message":"no"}
            succeeded | correlationId   | 42
            succeeded | metadata        | null
            succeeded | metadata        | {"team":7}
            succeeded | creditsConsumed | "4"
            succeeded | creditsConsumed | -1
            succeeded | createdAt       | "2026-08-11T08:10:21.512+02:00"
            succeeded | completedAt     | null
            succeeded | completedAt     | "yesterdayZ"
            succeeded | resolvedBy      | "deadline"
            succeeded | extra           | 1
            failed    | failure         | null
            failed    | failure         | {"code":"400"}
            failed    | results         | [{"kind":"image","expiresAt":"2026-08-12T06:10:35Z","url":"https://tempfile.example/f/ae98.png"}]
            failed    | data            | {"a":1}
            expired   | resolvedBy      | "callback"
            expired   | failure         | null
            cancelled | taskId          | "bd8f4b1a52048d0f17a38b49591abfa1"
            cancelled | submittedAt     | "2026-08-11T06:20:00.1Z"
            cancelled | creditsConsumed | 4
            """)
    void wrongValueIsRefused(String outcome, String field, String value) throws IOException {
        ObjectNode event = example(outcome);
        event.set(field, JSON.readTree(value));
        assertInvalid(event, field + " is " + value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/results/0"})
    void fieldThatALaterVersionAddsIsValidByWhatIsServed(String place) throws IOException {
        ObjectNode event = example("succeeded");
        ((ObjectNode) event.at(place)).put("later", true);

        assertEquals(Set.of(), EventSchema.served().validate(event));
    }

    @Test
    void violationIsNamedInTheFailure() throws IOException {
        ObjectNode event = example("succeeded").put("surprise", true);
        AssertionError failure = assertThrows(AssertionError.class, () -> EventSchema.assertValid(event.toString()));
        assertTrue(failure.getMessage().contains("surprise"));
    }

    @Test
    void asyncApiNamesTheTopicAndTheSchemaServedBesideIt() throws IOException {
        JsonNode channel = asyncApi().at("/channels/generationCompleted");
        String schema = message().at("/payload/schema/$ref").textValue();

        assertEquals("generation.completed", channel.path("address").textValue());
        assertEquals("generation.completed", channel.at("/bindings/kafka/topic").textValue());
        assertNotNull(EventSchema.class.getResource("/schema/" + schema), schema);
    }

    @Test
    void asyncApiShowsTheExampleOfEachOutcome() throws IOException {
        List<String> shown = names(message().path("examples"));

        assertEquals(List.of("succeeded", "failed", "expired", "cancelled"), shown);
        for (JsonNode example : message().path("examples")) {
            JsonNode event = example(example.path("name").textValue());
            assertEquals(event, JSON.readTree(example.path("payload").toString()));
            assertHeadersBelongTo(event, example.path("headers"));
        }
    }

    private static void assertHeadersBelongTo(JsonNode event, JsonNode headers) throws IOException {
        String id = event.path("id").textValue();
        assertEquals(id + ".completed", headers.path("ce_id").textValue());
        assertEquals(id, headers.path("ce_subject").textValue());
        assertEquals(
                event.path("completedAt").textValue(), headers.path("ce_time").textValue());
        assertEquals(
                "dev.gengate.generation." + event.path("outcome").textValue() + ".v1",
                headers.path("ce_type").textValue());
        Set<String> described = fieldsOf(asyncApi().at("/components/schemas/headers/properties"));
        assertEquals(Set.of(), difference(fieldsOf(headers), described));
    }

    private static void assertInvalid(ObjectNode event, String why) {
        assertFalse(EventSchema.violations(event.toString()).isEmpty(), why);
    }

    private static ObjectNode example(String outcome) throws IOException {
        try (InputStream json = EventSchemaTest.class.getResourceAsStream("/events/" + outcome + ".json")) {
            return (ObjectNode) JSON.readTree(json);
        }
    }

    private static JsonNode asyncApi() throws IOException {
        try (InputStream yaml = EventSchemaTest.class.getResourceAsStream("/schema/asyncapi.yaml")) {
            return YAML.readTree(yaml);
        }
    }

    private static JsonNode message() throws IOException {
        return asyncApi().at("/components/messages/generationCompleted");
    }

    private static List<String> names(JsonNode examples) {
        return StreamSupport.stream(examples.spliterator(), false)
                .map(example -> example.path("name").textValue())
                .toList();
    }

    private static Set<String> fieldsOf(JsonNode node) {
        return node.properties().stream().map(entry -> entry.getKey()).collect(Collectors.toUnmodifiableSet());
    }

    private static Set<String> difference(Set<String> all, Set<String> known) {
        return all.stream().filter(name -> !known.contains(name)).collect(Collectors.toUnmodifiableSet());
    }
}
