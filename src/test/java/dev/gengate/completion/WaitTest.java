package dev.gengate.completion;

import static dev.gengate.proof.gateway.GatewayCalls.ads;
import static dev.gengate.proof.gateway.GatewayCalls.prompt;
import static dev.gengate.proof.gateway.GatewayCalls.read;
import static dev.gengate.proof.gateway.GatewayCalls.submit;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.gengate.proof.simulator.client.ProviderTask;
import dev.gengate.support.GatewayTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A request that waits here while the end is committed elsewhere. */
@QuarkusTest
class WaitTest extends GatewayTest {

    @Test
    void endCommittedByAnotherReplicaEndsTheWait() throws SQLException {
        // the POST goes on to wait with the row as it was when the provider accepted: submitted
        CompletableFuture<Response> held = CompletableFuture.supplyAsync(
                () -> submit(ads().header("Prefer", "wait=60"), prompt("[sim:never-finishes] held here"))
                        .extract()
                        .response());
        String id = await().until(this::submittedTask, Objects::nonNull);

        commitAsAnotherReplica(id);

        Response response = held.join();
        assertEquals(200, response.statusCode());
        assertEquals("succeeded", response.path("state"));
        assertEquals("https://tempfile.example/elsewhere.png", response.path("results[0].url"));
    }

    /** Refused, it would be sent again without a key, and paid for twice. */
    @Test
    void ledgerThatIsAwayWhenTheWaitIsOverMakesNoFailureOfWhatIsDurable() throws SQLException {
        CompletableFuture<Response> held = CompletableFuture.supplyAsync(
                () -> submit(ads().header("Prefer", "wait=6"), prompt("[sim:never-finishes] kept"))
                        .extract()
                        .response());
        String id = await().until(this::submittedTask, Objects::nonNull);
        try (Connection other = connection()) {
            other.setAutoCommit(false);
            other.createStatement().execute("lock table generation in access exclusive mode");
            assertFalse(held.isDone(), "the wait goes on");

            Response response = held.join();

            assertEquals(202, response.statusCode());
            assertEquals(id, response.path("id"));
            other.rollback();
        }
    }

    private String submittedTask() {
        return provider.tasks().stream()
                .map(ProviderTask::generationId)
                .filter(id -> "submitted".equals(read(id).extract().path("state")))
                .findFirst()
                .orElse(null);
    }

    private static void commitAsAnotherReplica(String id) throws SQLException {
        String commit =
                """
                update generation set state = 'succeeded', images = '[{"url":"https://tempfile.example/elsewhere.png"}]',
                    resolved_by = 'callback', completed_at = now() where id = ?""";
        try (Connection connection = connection();
                PreparedStatement statement = connection.prepareStatement(commit)) {
            statement.setObject(1, UUID.fromString(id));
            assertEquals(1, statement.executeUpdate());
        }
    }
}
