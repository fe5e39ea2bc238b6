package dev.gengate.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gengate.proof.contract.ApiContract;
import dev.gengate.proof.manifests.YamlFile;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The document of the topics says the same in its schemas and in its examples. */
class AsyncApiTest {
    static Stream<String> messages() {
        return AsyncApi.DOCUMENT.at("/components/messages").properties().stream()
                .map(message -> message.getKey());
    }

    @ParameterizedTest
    @MethodSource("messages")
    void everyMessageHasExamplesThatAreAsItDescribes(String name) {
        AsyncApi message = AsyncApi.message(name);
        JsonNode examples =
                AsyncApi.DOCUMENT.at("/components/messages").path(name).path("examples");

        assertFalse(examples.isEmpty());
        examples.forEach(example -> message.assertDescribes(example.path("headers"), example.path("payload")));
    }

    @Test
    void requestByATopicHasTheFieldsOfOneByRest() {
        JsonNode byRest = ApiContract.read().document().at("/components/schemas/Submission/properties");
        JsonNode byTopic = YamlFile.read(Path.of("src/main/resources/schema/generation-requested.schema.json"));

        assertEquals(names(byRest), names(byTopic.path("properties")));
    }

    private static Set<String> names(JsonNode properties) {
        Set<String> names = new TreeSet<>();
        properties.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
