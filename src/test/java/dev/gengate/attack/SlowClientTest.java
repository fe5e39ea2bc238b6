package dev.gengate.attack;

import static dev.gengate.proof.gateway.GatewayCalls.ads;
import static dev.gengate.proof.gateway.GatewayCalls.submitted;
import static dev.gengate.support.GatewaySockets.connected;
import static dev.gengate.support.GatewaySockets.send;
import static org.hamcrest.Matchers.lessThan;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.proof.attack.Attack;
import dev.gengate.proof.attack.SlowReader;
import dev.gengate.support.GatewayTest;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that take their time (slowloris) end nothing but their own connection. */
@QuarkusTest
@TestProfile(Hardened.class)
class SlowClientTest extends GatewayTest {
    private static final Duration PATIENCE = Duration.ofSeconds(8);
    /** The time limit of a body, and of an answer of which nothing is taken. */
    private static final Duration LIMIT = Duration.ofSeconds(1);

    private static final int DRIP_MILLIS = 100;
    private static final String REQUEST = "GET /v1/generations HTTP/1.1\r\nHost: gateway\r\n\r\n";

    /** Thousands of requests, most of them in buffers of the operating system. */
    private static final long ASKED = 500_000;
    /** The answers to so many requests would be hundreds of megabytes. */
    private static final long MOST_KEPT = 96 * 1024 * 1024;

    private static final String CALLBACK = "POST %s HTTP/1.1\r\nHost: gateway\r\nContent-Length: 65536\r\n\r\n";
    private static final String REFUSED =
            "POST /v1/generations HTTP/1.1\r\nHost: gateway\r\nAuthorization: Bearer wrong"
                    + "\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n";

    @Test
    void silenceInTheHeadAndADrippingBodyAreClosedAndOthersServedMeanwhile() throws IOException {
        List<Socket> slow = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            slow.add(
                    connected(i % 2 == 0 ? "GET /v1/gen" : Attack.submissionHead("Content-Length: 900\r\n") + "\r\n{"));
        }
        try (Socket dripping = connected(Attack.submissionHead("Content-Length: 900\r\n") + "\r\n")) {
            othersAreServed();
            assertTrue(closedWhileDripping(dripping, " "));
            for (Socket silent : slow) {
                assertTrue(closedInSilence(silent, PATIENCE));
            }
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    /** An early answer is not the end of it: what comes behind is limited in time too. */
    @Test
    void bodyThatDripsOnBehindItsRefusalIsClosed() throws IOException {
        try (Socket forged = connected(CALLBACK.formatted("/callbacks/kie/x/forged"));
                Socket anonymous = connected(REFUSED.formatted(900))) {
            assertTrue(closedWhileDripping(forged, " "));
            assertTrue(closedWhileDripping(anonymous, " "));
        }
    }

    @Test
    void genuineCallbackThatDripsInIsClosed() throws IOException {
        String url = provider.taskOf(submitted("[sim:never-finishes] dripping")).callBackUrl();
        try (Socket dripping = connected(CALLBACK.formatted(URI.create(url).getPath()))) {
            assertTrue(closedWhileDripping(dripping, " "));
        }
    }

    /** Its time is over then as well, but nothing is owed any more. */
    @Test
    void connectionOfARefusedBodyThatHasComeLivesOn() throws IOException {
        try (Socket socket = connected(REFUSED.formatted(2) + "{}")) {
            assertFalse(closedInSilence(socket, LIMIT.multipliedBy(2)));
        }
    }

    /** The idle timeout looks behind the decoder: bytes of which no request comes are silence to it. */
    @ParameterizedTest
    @ValueSource(strings = {"GET /v1/generations HTTP/1.1\r\nX-Drip: ", REQUEST + "GET /"})
    void headThatDripsInIsClosedLikeSilence(String beginning) throws IOException {
        try (Socket dripping = connected(beginning)) {
            assertTrue(closedWhileDripping(dripping, "a"));
        }
    }

    /** What it does not read is hardly made, however much it asks for, and others are served until it is closed. */
    @Test
    void clientThatReadsNoAnswerTakesLittleMemoryAndNobodysTurnAndIsClosed() throws IOException {
        long before = memoryInUse();
        try (SlowReader reader = SlowReader.connected()) {
            while (reader.sent() < ASKED) {
                assertTrue(reader.asksOn(), "is not closed at once");
                othersAreServed();
            }
            long kept = memoryInUse() - before;
            assertTrue(kept < MOST_KEPT, () -> "keeps " + kept + " bytes for it");

            assertTrue(isClosedWhileItAsks(reader));
        }
    }

    private static boolean isClosedWhileItAsks(SlowReader reader) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            if (!reader.asksOn()) {
                return true;
            }
            othersAreServed();
        }
        return false;
    }

    /** Nor is anything to come from it: silence is noticed later. */
    @Test
    void clientThatStopsReadingItsOnlyAnswerIsClosed() throws IOException {
        try (SlowReader reader = SlowReader.connected()) {
            reader.asksOnce();
            long end = System.nanoTime() + LIMIT.multipliedBy(2).toNanos();
            while (System.nanoTime() < end) {
                othersAreServed();
            }

            assertFalse(reader.readsToTheEnd());
        }
    }

    private static void othersAreServed() {
        ads().get("/v1/generations?limit=1").then().statusCode(200).time(lessThan(2_000L));
    }

    /** The memory of the gateway too, which is in this JVM: objects, and buffers outside the heap. */
    private static long memoryInUse() {
        System.gc();
        long buffers = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory() + buffers;
    }

    /** A byte now and then is no silence. */
    private static boolean closedWhileDripping(Socket socket, String drop) throws IOException {
        socket.setSoTimeout(DRIP_MILLIS);
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            try {
                send(socket, drop);
                if (socket.getInputStream().read() < 0) {
                    return true;
                }
            } catch (SocketTimeoutException open) {
                // the next drop
            } catch (IOException reset) {
                return true;
            }
        }
        return false;
    }

    private static boolean closedInSilence(Socket socket, Duration patience) throws IOException {
        socket.setSoTimeout((int) patience.toMillis());
        try {
            while (socket.getInputStream().read() >= 0) {
                // whatever was answered
            }
            return true;
        } catch (SocketTimeoutException open) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }
}
