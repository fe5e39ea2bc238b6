package dev.gengate.proof.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gengate.proof.gateway.SuiteOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;

/** One connection of the fuzz over HTTP. */
final class FuzzConnection implements AutoCloseable {
    private final byte[] buffer = new byte[16 * 1024];
    private final Socket socket;
    /** What came of an answer that is not complete yet. */
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();

    private boolean closed;

    FuzzConnection(Socket socket) {
        this.socket = socket;
    }

    /** A gateway that has seen enough may close before it has read everything. */
    void send(byte[] request) {
        try {
            socket.getOutputStream().write(request);
            socket.getOutputStream().flush();
        } catch (IOException closedByTheGateway) {
            // its answer, if it gave one, can still be read
        }
    }

    /** What came since the last final answer, and comes until the next one, the end of the connection or of the time. */
    RawAnswer read(long millis) throws IOException {
        long end = System.nanoTime() + millis * 1_000_000;
        RawAnswer answer = new RawAnswer(received.toString(ISO_8859_1), closed);
        while (!closed && !answer.isFinal() && readSome(end)) {
            answer = new RawAnswer(received.toString(ISO_8859_1), closed);
        }
        SuiteOutput.keepAnswer(answer.text());
        if (answer.isFinal()) {
            received.reset();
        }
        return answer;
    }

    private boolean readSome(long end) throws IOException {
        // at least a moment: what is there already is read in any case
        socket.setSoTimeout((int) Math.max(1, (end - System.nanoTime()) / 1_000_000));
        try {
            int count = socket.getInputStream().read(buffer);
            closed = count < 0;
            received.write(buffer, 0, Math.max(0, count));
            return true;
        } catch (SocketTimeoutException silence) {
            return false;
        } catch (IOException reset) {
            closed = true;
            return true;
        }
    }

    /** Whether something lies there that nobody waited for: the answer to what the gateway took for one more request. */
    boolean hasMore() throws IOException {
        return !closed && socket.getInputStream().available() > 0;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
