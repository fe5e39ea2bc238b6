package dev.gengate.proof.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Callbacks of the usual shape with tokens made up, so many a second on one connection, until it is closed. */
final class Forgeries implements BesideOthers.Others.Running {
    private static final int PER_SECOND = 500;
    private static final int BURSTS_PER_SECOND = 100;
    private static final int PATIENCE_MILLIS = 5_000;
    private static final String TOKEN = "A".repeat(43);
    private static final String BODY = CallbackRequests.body("forged", URI.create("https://tempfile.example"));

    private final int port;
    private final int burst;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final byte[] buffer = new byte[4_096];
    private Socket socket;
    private long refused;
    private long lost;

    private Forgeries(int port, int perSecond) {
        this.port = port;
        this.burst = perSecond / BURSTS_PER_SECOND;
    }

    static BesideOthers.Others forged() {
        return new BesideOthers.Others() {
            @Override
            public String what() {
                return PER_SECOND + " forged a second";
            }

            @Override
            public Running begin(int port) {
                return Forgeries.begin(port);
            }
        };
    }

    private static Forgeries begin(int port) {
        Forgeries forgeries = new Forgeries(port, PER_SECOND);
        long pause = 1_000_000 / BURSTS_PER_SECOND;
        forgeries.thread.scheduleAtFixedRate(forgeries::burst, 0, pause, TimeUnit.MICROSECONDS);
        return forgeries;
    }

    private void burst() {
        for (int forged = 0; forged < burst; forged++) {
            try {
                forge();
            } catch (IOException e) {
                lost++;
                socket = null;
            }
        }
    }

    private void forge() throws IOException {
        if (socket == null) {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MILLIS);
        }
        String request = "POST /callbacks/kie/" + UUID.randomUUID() + "/" + TOKEN + " HTTP/1.1\r\nHost: gateway\r\n"
                + "Content-Type: application/json\r\nContent-Length: " + BODY.length() + "\r\n\r\n"
                + BODY;
        socket.getOutputStream().write(request.getBytes(UTF_8));
        String answer = answer(socket.getInputStream());
        if (answer.startsWith("HTTP/1.1 404") || answer.startsWith("HTTP/1.1 429")) {
            refused++;
        } else {
            lost++;
        }
        if (answer.contains("close")) {
            socket.close();
            socket = null;
        }
    }

    /** Refusals have no body, so the end of the head is the end. */
    private String answer(InputStream in) throws IOException {
        int length = 0;
        while (length < 4 || buffer[length - 4] != '\r' || buffer[length - 2] != '\r' || buffer[length - 1] != '\n') {
            int count = in.read(buffer, length, buffer.length - length);
            if (count < 0) {
                break;
            }
            length += count;
        }
        return new String(buffer, 0, length, UTF_8);
    }

    /** Answered 404 or 429. */
    @Override
    public long answered() {
        return refused;
    }

    @Override
    public long lost() {
        return lost;
    }

    @Override
    public void close() {
        thread.shutdown();
        try {
            thread.awaitTermination(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            if (socket != null) {
                socket.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // it ends with this process
        }
    }
}
