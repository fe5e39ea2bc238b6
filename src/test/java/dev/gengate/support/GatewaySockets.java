package dev.gengate.support;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gengate.proof.servers.Backends;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;

/** Bare connections to the gateway, for requests that no HTTP client sends. */
public final class GatewaySockets {
    private GatewaySockets() {}

    /** A new connection that has sent that text. */
    public static Socket connected(String text) throws IOException {
        URI gateway = Backends.gateway();
        Socket socket = new Socket(gateway.getHost(), gateway.getPort());
        send(socket, text);
        return socket;
    }

    public static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    }
}
