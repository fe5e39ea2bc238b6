package dev.gengate.attack;

import dev.gengate.support.Backends;
import java.io.IOException;
import java.net.Socket;

/** Sends one request after the other over one connection, and takes a new one where their order is in doubt. */
final class FuzzClient implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 100;

    private final RawHttp http = new RawHttp(Backends.gateway(), PATIENCE_MILLIS, 0);
    private Socket socket;

    RawAnswer send(byte[] request) throws IOException {
        boolean kept = socket != null;
        RawAnswer answer = exchange(request);
        // the gateway may have closed a connection that was kept before it saw anything of this request
        return kept && answer.status() == Attack.CLOSED && answer.closed() ? exchange(request) : answer;
    }

    private RawAnswer exchange(byte[] request) throws IOException {
        if (socket == null) {
            socket = http.connect();
        }
        RawAnswer answer = http.exchange(socket, request);
        boolean inOrder = answer.status() >= 200 && answer.answers() == 1 && !answer.closed();
        if (!inOrder || socket.getInputStream().available() > 0) {
            close();
        }
        return answer;
    }

    @Override
    public void close() throws IOException {
        if (socket != null) {
            socket.close();
            socket = null;
        }
    }
}
