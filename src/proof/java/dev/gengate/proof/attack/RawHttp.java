package dev.gengate.proof.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gengate.proof.contract.ContractFilter;
import dev.gengate.proof.gateway.SuiteOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sends bytes that no HTTP client would send, and reads whatever comes back, for a bounded time. */
public final class RawHttp {

    private static final Pattern LENGTH = Pattern.compile("(?im)^content-length: (\\d+)");

    private final URI gateway;

    private final int patienceMillis;
    private final int silenceMillis;

    /**
     * @param patienceMillis how long an answer is waited for
     * @param silenceMillis how long another answer, or the end of the connection, is waited for then; 0 for not at all
     */
    public RawHttp(URI gateway, int patienceMillis, int silenceMillis) {
        this.gateway = gateway;
        this.patienceMillis = patienceMillis;
        this.silenceMillis = silenceMillis;
    }

    public RawAnswer send(byte[] request) {
        try (Socket socket = connect()) {
            return exchange(socket, request);
        } catch (IOException e) {
            throw new IllegalStateException("no connection to the gateway", e);
        }
    }

    Socket connect() throws IOException {
        Socket socket = new Socket(gateway.getHost(), gateway.getPort());
        socket.setTcpNoDelay(true);
        return socket;
    }

    RawAnswer exchange(Socket socket, byte[] request) throws IOException {
        write(socket, request);
        RawAnswer answer = read(socket);
        SuiteOutput.keepAnswer(answer.text());
        answer.to(request).ifPresent(ContractFilter::hold);
        return answer;
    }

    /** A server that has seen enough may close before it has read everything. */
    private static void write(Socket socket, byte[] request) {
        try {
            socket.getOutputStream().write(request);
            socket.getOutputStream().flush();
        } catch (IOException closedByTheGateway) {
            // its answer, if it gave one, can still be read
        }
    }

    private RawAnswer read(Socket socket) throws IOException {
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        byte[] buffer = new byte[16 * 1024];
        InputStream in = socket.getInputStream();
        socket.setSoTimeout(patienceMillis);
        try {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                received.write(buffer, 0, count);
                if (complete(received.toString(ISO_8859_1))) {
                    if (silenceMillis == 0) {
                        return new RawAnswer(received.toString(ISO_8859_1), false);
                    }
                    socket.setSoTimeout(silenceMillis);
                }
            }
        } catch (SocketTimeoutException silence) {
            return new RawAnswer(received.toString(ISO_8859_1), false);
        } catch (IOException reset) {
            // closed, with something of ours unread
        }
        return new RawAnswer(received.toString(ISO_8859_1), true);
    }

    private static boolean complete(String text) {
        int head = text.indexOf("\r\n\r\n");
        Matcher length = LENGTH.matcher(text);
        return head > 0 && (!length.find() || text.length() - head - 4 >= Integer.parseInt(length.group(1)));
    }
}
