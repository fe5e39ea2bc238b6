package dev.gengate.observability;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.gengate.schedule.Beat;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Sends a request to the gateway's own port now and then: the system accepts connections for a process that no longer
 * does.
 */
@Singleton
class OwnPort {
    private static final Duration EVERY = Duration.ofSeconds(10);
    private static final int PATIENCE_MILLIS = 5_000;
    private static final byte[] QUESTION =
            "HEAD / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".getBytes(US_ASCII);

    private final InetSocketAddress address;
    private final int patienceMillis;
    private final AtomicInteger unanswered = new AtomicInteger();
    private volatile boolean answered;

    @Inject
    OwnPort(
            @ConfigProperty(name = "quarkus.http.host") InetAddress host,
            @ConfigProperty(name = "quarkus.http.port") int port) {
        this(
                new InetSocketAddress(host.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : host, port),
                PATIENCE_MILLIS);
    }

    OwnPort(InetSocketAddress address, int patienceMillis) {
        this.address = address;
        this.patienceMillis = patienceMillis;
    }

    /** Consecutive requests without an answer; none before the first answer, since the port opens last. */
    int unanswered() {
        return unanswered.get();
    }

    void start(@Observes StartupEvent event, Beat beat) {
        beat.everyBlocking("request to the own port", EVERY, this::ask);
    }

    void ask() {
        if (answers()) {
            answered = true;
            unanswered.set(0);
        } else if (answered) {
            unanswered.incrementAndGet();
        }
    }

    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(patienceMillis);
            socket.connect(address, patienceMillis);
            socket.getOutputStream().write(QUESTION);
            return socket.getInputStream().read() >= 0;
        } catch (IOException silent) {
            return false;
        }
    }
}
