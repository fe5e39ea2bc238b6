package dev.gengate.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.support.CreateTaskSchema;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CreateTaskTest {
    private static final UUID ID = UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8057");
    private static final String URL = "https://gateway.example/callbacks/kie/" + ID + "/token";

    @Test
    void bodyHasTheProvidersNamesAndTheInputAsItIs() {
        String input = "{\"prompt\":\"a \\u00e9 \\\"b\\\"\", \"seed\":7}";

        assertEquals(
                "{\"model\":\"google/imagen4-fast\",\"callBackUrl\":\"" + URL + "\",\"input\":" + input + "}",
                body(input));
    }

    @Test
    void nothingIsTakenForSentBeforeTheBodyIsTaken() {
        AtomicInteger left = new AtomicInteger();
        CreateTask task = new CreateTask(
                new TaskRequest("default", "ads", ID, "google/imagen4-fast", "{}", left::incrementAndGet), URL);
        assertFalse(task.sending());
        assertEquals(0, left.get());

        task.send();

        assertTrue(task.sending());
        assertEquals(1, left.get());
    }

    @Test
    void requestNeverShowsItsInput() {
        assertFalse(new TaskRequest("default", "ads", ID, "google/imagen4-fast", "{\"prompt\":\"secret\"}", () -> {})
                .toString()
                .contains("secret"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"prompt\":\"a\"}",
                "{\"prompt\":\"\",\"negative_prompt\":\"\",\"aspect_ratio\":\"4:3\",\"num_images\":\"4\",\"seed\":-7}"
            })
    void bodyIsWhatTheSchemaAllows(String input) {
        assertTrue(valid(body(input)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{\"prompt\":null}",
                "{\"prompt\":\"a\",\"aspect_ratio\":\"\"}",
                "{\"prompt\":\"a\",\"aspect_ratio\":\"2:1\"}",
                "{\"prompt\":\"a\",\"num_images\":1}",
                "{\"prompt\":\"a\",\"num_images\":\"5\"}",
                "{\"prompt\":\"a\",\"seed\":\"7\"}",
                "{\"prompt\":\"a\",\"seed\":1.5}",
                "{\"prompt\":\"a\",\"negative_prompt\":null}",
                "{\"prompt\":\"a\",\"other\":1}"
            })
    void schemaRefusesWhatTheProviderWould(String input) {
        assertFalse(valid(body(input)));
    }

    @Test
    void schemaCountsPromptsInCodePoints() {
        String rocket = "\ud83d\ude80";

        assertTrue(valid(body("{\"prompt\":\"" + rocket.repeat(5000) + "\"}")));
        assertFalse(valid(body("{\"prompt\":\"" + rocket.repeat(5001) + "\"}")));
        assertFalse(valid(body("{\"prompt\":\"a\",\"negative_prompt\":\"" + "a".repeat(5001) + "\"}")));
    }

    private static String body(String input) {
        TaskRequest request = new TaskRequest("default", "ads", ID, "google/imagen4-fast", input, () -> {});
        return new String(new CreateTask(request, URL).send(), UTF_8);
    }

    private static boolean valid(String body) {
        return CreateTaskSchema.faults(body).isEmpty();
    }
}
