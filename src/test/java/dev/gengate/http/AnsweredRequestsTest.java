package dev.gengate.http;

import static dev.gengate.support.GatewaySockets.connected;
import static dev.gengate.support.GatewaySockets.send;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.proof.servers.Backends;
import dev.gengate.support.GatewayTest;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.Socket;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing is kept of a request that is over: a few kilobytes of each refused one would fill the heap in a flood. */
@QuarkusTest
class AnsweredRequestsTest extends GatewayTest {
    private static final Duration SOON = Duration.ofSeconds(18);
    /** Callbacks of what other tests submitted may come meanwhile. */
    private static final String OURS = "X-Watched";

    private static final String TYPE = "Host: gateway\r\n" + OURS + ": yes\r\nContent-Type: application/json\r\n";
    private static final String LENGTH = "Content-Length: 2\r\n";
    private static final String SUBMISSION = "POST /v1/generations HTTP/1.1\r\n";
    private static final String FORGED = "POST /callbacks/kie/x/forged HTTP/1.1\r\n";

    @Inject
    Router router;

    @ConfigProperty(name = "quarkus.http.read-timeout")
    Duration bodyTimeout;

    private final Queue<WeakReference<RoutingContext>> requests = new ConcurrentLinkedQueue<>();
    private Route watch;

    @BeforeEach
    void watchRequests() {
        assertTrue(bodyTimeout.compareTo(SOON) > 0, "the end of it frees them");
        watch = router.route().order(Integer.MIN_VALUE).handler(context -> {
            if (context.request().headers().contains(OURS)) {
                requests.add(new WeakReference<>(context));
            }
            context.next();
        });
    }

    @AfterEach
    void leaveRequestsAlone() {
        watch.remove();
    }

    @ParameterizedTest
    @ValueSource(strings = {FORGED, SUBMISSION + "Authorization: Bearer wrong\r\n", "POST /nowhere HTTP/1.1\r\n"})
    void refusedOneWithItsBody(String head) throws IOException {
        try (Socket socket = connected(head + TYPE + LENGTH + "\r\n{}")) {
            assertTrue(socket.getInputStream().read() >= 0, "is answered");
            // the connection may know its last one
            send(socket, "GET /q/openapi HTTP/1.1\r\n" + TYPE + "\r\n");

            allFreed(2);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                FORGED + LENGTH,
                SUBMISSION + LENGTH,
                SUBMISSION + "Authorization: Bearer " + Backends.ADS_KEY + "\r\n" + LENGTH,
                SUBMISSION + "Transfer-Encoding: chunked\r\n"
            })
    void oneWhoseBodyWillNeverCome(String head) throws IOException {
        connected(head + TYPE + "\r\n").close();

        allFreed(1);
    }

    private void allFreed(int count) {
        await().atMost(SOON).until(() -> {
            System.gc();
            return requests.size() == count && requests.peek().get() == null;
        });
    }
}
