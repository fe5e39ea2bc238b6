package dev.gengate.proof.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/** Takes TLS on loopback and passes what is in it to a server that has none. */
public final class TlsTerminator implements AutoCloseable {
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread daemon = new Thread(work, "tls-terminator");
        daemon.setDaemon(true);
        return daemon;
    });
    private final SSLServerSocket server;
    private final URI behind;

    /** Begins at once. */
    public TlsTerminator(Path keyStore, String password, URI behind) {
        this.behind = behind;
        try {
            server = (SSLServerSocket) context(keyStore, password.toCharArray())
                    .getServerSocketFactory()
                    .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        threads.execute(this::accept);
    }

    private static SSLContext context(Path keyStore, char[] password) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keyStore)) {
            store.load(in, password);
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    /** https on localhost. */
    public URI url() {
        return URI.create("https://localhost:" + server.getLocalPort());
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket front = server.accept();
                Socket back = new Socket(behind.getHost(), behind.getPort());
                threads.execute(() -> pump(front, back));
                threads.execute(() -> pump(back, front));
            } catch (IOException closed) {
                // the next one, unless the server is closed
            }
        }
    }

    private static void pump(Socket from, Socket to) {
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        } catch (IOException ended) {
            // either side has gone, or would not shake hands
        }
    }

    @Override
    public void close() {
        Closing.quietly(server);
        threads.shutdownNow();
    }
}
