package dev.gengate.database;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gengate.proof.gateway.PackagedGateway;
import dev.gengate.proof.servers.Backends;
import dev.gengate.proof.servers.LocalPostgres;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A replica that has just become ready gets all that a release before it left behind. */
@Tag("chaos")
class BurstIT {
    private static final int READERS = 1_500;

    @Test
    void replicaThatIsJustReadyAnswersAllThatComesAtOnce() {
        Map<String, String> environment = PackagedGateway.environment(LocalPostgres.shared(), Backends.kafka());
        String id;
        try (PackagedGateway before = PackagedGateway.start(environment).awaitReady()) {
            id = before.succeeded("read by many");
        }

        try (PackagedGateway fresh = PackagedGateway.start(environment).awaitReady()) {
            assertEquals(Map.of(200, READERS), burst(environment.get("GATEWAY_PUBLIC_URL") + "/v1/generations/" + id));
            assertEquals(200, fresh.readiness(), "and stays so");
        }
    }

    private static Map<Integer, Integer> burst(String url) {
        Vertx vertx = Vertx.vertx();
        try {
            HttpClient client = vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(READERS));
            RequestOptions read = new RequestOptions()
                    .setMethod(HttpMethod.GET)
                    .setAbsoluteURI(url)
                    .putHeader("Authorization", "Bearer " + Backends.ADS_KEY);
            Map<Integer, Integer> answers = new TreeMap<>();
            IntStream.range(0, READERS)
                    .mapToObj(i -> status(client, read))
                    .toList()
                    .forEach(status -> answers.merge(
                            status.toCompletionStage().toCompletableFuture().join(), 1, Integer::sum));
            return answers;
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private static Future<Integer> status(HttpClient client, RequestOptions read) {
        return client.request(read).compose(request -> request.send()).compose(answer -> answer.body()
                .map(body -> answer.statusCode()));
    }
}
