package dev.gengate.proof.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;

/**
 * Many connections of one who means harm, of one thread: each sends its request, as often as is asked for, and is opened
 * again when it is closed. Ends with {@link #close()}.
 */
public final class Crowd implements AutoCloseable {
    private static final int TICK_MILLIS = 20;
    /** For each tick, until all are there. */
    private static final int MOST_OPENED = 20;

    /** For each tick, in place of those that were closed: what is measured is no flood of connections. */
    private static final int MOST_REOPENED = 2;

    private static final int SMALL_WINDOW = 16 * 1024;

    private final Conduct conduct;
    private final InetSocketAddress gateway;
    private final Selector selector;
    private final Thread thread;
    private final ByteBuffer read = ByteBuffer.allocateDirect(64 * 1024);
    private final Map<String, Integer> answers = new TreeMap<>();
    private final Queue<Member> idle = new ArrayDeque<>();
    private volatile boolean over;
    private int open;
    private int opened;
    private double due;

    /**
     * How they behave.
     *
     * @param request what each connection sends
     * @param perSecond requests over all connections, one behind the other; 0 for one on each connection, and then silence
     * @param reads whether they read what they are answered
     */
    public record Conduct(String name, int connections, byte[] request, int perSecond, boolean reads) {}

    private static final class Member {
        private final SocketChannel channel;
        private ByteBuffer unsent;

        Member(SocketChannel channel) {
            this.channel = channel;
        }
    }

    private Crowd(Conduct conduct, InetSocketAddress gateway) throws IOException {
        this.conduct = conduct;
        this.gateway = gateway;
        this.selector = Selector.open();
        this.thread = new Thread(this::run, "crowd");
    }

    public static Crowd of(Conduct conduct, InetSocketAddress gateway) {
        try {
            Crowd crowd = new Crowd(conduct, gateway);
            crowd.thread.start();
            return crowd;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void run() {
        try {
            while (!over) {
                open();
                ask();
                selector.select(TICK_MILLIS);
                for (SelectionKey key : selector.selectedKeys()) {
                    serve(key);
                }
                selector.selectedKeys().clear();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void open() throws IOException {
        int most = opened < conduct.connections() ? MOST_OPENED : MOST_REOPENED;
        for (int i = 0; i < most && open < conduct.connections(); i++) {
            SocketChannel channel = SocketChannel.open();
            if (!conduct.reads()) {
                channel.setOption(StandardSocketOptions.SO_RCVBUF, SMALL_WINDOW);
            }
            try {
                channel.connect(gateway);
            } catch (IOException refused) {
                channel.close();
                return;
            }
            channel.configureBlocking(false);
            Member member = new Member(channel);
            channel.register(selector, conduct.reads() ? SelectionKey.OP_READ : 0, member);
            open++;
            opened++;
            if (conduct.perSecond() == 0) {
                send(member);
            } else {
                idle.add(member);
            }
        }
    }

    /** Over whichever connection has sent its request before. */
    private void ask() throws IOException {
        due = Math.min(conduct.perSecond(), due + conduct.perSecond() * TICK_MILLIS / 1_000.0);
        while (due >= 1 && !idle.isEmpty()) {
            due--;
            send(idle.remove());
        }
    }

    private void send(Member member) throws IOException {
        member.unsent = ByteBuffer.wrap(conduct.request());
        write(member);
    }

    private void write(Member member) throws IOException {
        SelectionKey key = member.channel.keyFor(selector);
        if (key == null || !key.isValid()) {
            return;
        }
        try {
            member.channel.write(member.unsent);
        } catch (IOException closed) {
            leave(member);
            return;
        }
        if (member.unsent.hasRemaining()) {
            key.interestOpsOr(SelectionKey.OP_WRITE);
        } else {
            key.interestOpsAnd(~SelectionKey.OP_WRITE);
            if (conduct.perSecond() > 0) {
                idle.add(member);
            }
        }
    }

    private void serve(SelectionKey key) throws IOException {
        Member member = (Member) key.attachment();
        if (key.isValid() && key.isWritable()) {
            write(member);
        }
        if (key.isValid() && key.isReadable()) {
            read(member);
        }
    }

    private void read(Member member) throws IOException {
        try {
            if (member.channel.read(read.clear()) < 0) {
                leave(member);
                return;
            }
        } catch (IOException reset) {
            leave(member);
            return;
        }
        read.flip();
        byte[] start = new byte[Math.min(12, read.remaining())];
        read.get(start);
        String line = new String(start, ISO_8859_1);
        if (line.startsWith("HTTP/1.1 ") && line.length() == 12) {
            answers.merge(line.substring(9), 1, Integer::sum);
        }
    }

    private void leave(Member member) throws IOException {
        member.channel.close();
        idle.remove(member);
        open--;
    }

    /** What it was answered, as far as it was seen, and how many connections it took. */
    @Override
    public String toString() {
        return answers + " over " + opened + " connections";
    }

    @Override
    public void close() {
        over = true;
        selector.wakeup();
        try {
            thread.join();
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            selector.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
