package dev.gengate.proof.attack;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.gengate.proof.servers.Backends;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** A client that asks and does not read. Its window is small: nearly all that it is owed stays with the gateway. */
public final class SlowReader implements AutoCloseable {
    /** Its answer is hundreds of times as long, and of several windows. */
    private static final String REQUEST = "GET /q/openapi HTTP/1.1\r\nHost: gateway\r\n\r\n";

    private static final int WINDOW = 16 * 1024;

    private final SocketChannel channel;
    private final ByteBuffer pipeline = ByteBuffer.wrap(REQUEST.repeat(3_000).getBytes(US_ASCII));
    private long sent;

    private SlowReader(SocketChannel channel) {
        this.channel = channel;
    }

    public static SlowReader connected() throws IOException {
        URI gateway = Backends.gateway();
        SocketChannel channel = SocketChannel.open();
        channel.setOption(StandardSocketOptions.SO_RCVBUF, WINDOW);
        channel.connect(new InetSocketAddress(gateway.getHost(), gateway.getPort()));
        return new SlowReader(channel);
    }

    public void asksOnce() throws IOException {
        channel.write(ByteBuffer.wrap(REQUEST.getBytes(US_ASCII)));
    }

    /** As often as the connection takes it now; false once that is closed. */
    public boolean asksOn() {
        try {
            channel.configureBlocking(false);
            int taken;
            do {
                if (!pipeline.hasRemaining()) {
                    pipeline.clear();
                }
                taken = channel.write(pipeline);
                sent += taken;
            } while (taken > 0);
            return true;
        } catch (IOException closed) {
            return false;
        }
    }

    /** Bytes of requests. */
    public long sent() {
        return sent;
    }

    /** Reads at last: true when it gets all, false when the connection was closed before. */
    public boolean readsToTheEnd() {
        ByteBuffer answer = ByteBuffer.allocate(WINDOW);
        try {
            while (channel.read(answer.clear()) >= 0) {
                // what was there before
            }
            return true;
        } catch (IOException closed) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
