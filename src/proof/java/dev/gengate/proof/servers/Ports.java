package dev.gengate.proof.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Free and taken ports of loopback. */
public final class Ports {
    /** Below those that systems give to connections and to who asks for any: nobody else comes upon them. */
    private static final int FIRST = 10_000;

    private static final int LAST = 15_999;
    /** One byte of it is one port. Never closed: that would give up all locks of the process. */
    private static final FileChannel LOCKS = locks();
    /** A lock that nobody refers to is forgotten. */
    private static final List<FileLock> HELD = new ArrayList<>();

    private Ports() {}

    /**
     * A port that nobody listens on, and that nobody else is given before this JVM ends, here or in another JVM of the
     * same user. A port that merely was free a moment ago may be given twice before its first owner listens.
     */
    public static int free() {
        return IntStream.rangeClosed(FIRST, LAST)
                .filter(port -> reserved(port) && !taken(port))
                .findFirst()
                .orElseThrow();
    }

    /** A port that was chosen elsewhere, and that nobody is given from now on. */
    public static void keep(int port) {
        if (port >= FIRST && port <= LAST) {
            reserved(port);
        }
    }

    private static boolean reserved(int port) {
        synchronized (HELD) {
            try {
                FileLock lock = LOCKS.tryLock(port, 1, false);
                return lock != null && HELD.add(lock);
            } catch (OverlappingFileLockException e) {
                return false;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static FileChannel locks() {
        String name = "gengate-ports-" + System.getProperty("user.name");
        try {
            return FileChannel.open(
                    Path.of(System.getProperty("java.io.tmpdir"), name),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** True when somebody takes connections on that port of loopback. */
    public static boolean answers(int port) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** True when somebody listens on it, on loopback or on all interfaces. */
    public static boolean taken(int port) {
        return !binds(new InetSocketAddress(port)) || !binds(new InetSocketAddress("127.0.0.1", port));
    }

    private static boolean binds(InetSocketAddress address) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(address);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
