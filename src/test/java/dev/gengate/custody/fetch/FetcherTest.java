package dev.gengate.custody.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.custody.fetch.ResultHost.Resolver;
import dev.gengate.proof.servers.ThrowAwayAuthority;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.PfxOptions;
import io.vertx.core.net.ProxyOptions;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way in which a result's host, or who names it, may be bad. */
class FetcherTest {
    private static final int MOST = 100_000;
    private static final String OK = "HTTP/1.1 200 OK\r\n";

    private final Vertx vertx = Vertx.vertx();
    private final AtomicReference<String> request = new AtomicReference<>();
    private final AtomicInteger connections = new AtomicInteger();

    @TempDir
    Path folder;

    private NetServer server;

    @BeforeEach
    void serve() {
        server = vertx.createNetServer()
                .connectHandler(this::answer)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** Answers as the path says. */
    private void answer(NetSocket socket) {
        connections.incrementAndGet();
        socket.handler(head -> {
            request.set(head.toString());
            switch (head.toString().split("[ /]+")[1]) {
                case "good" -> socket.write(OK + "Content-Length: 4\r\n\r\ngood");
                case "redirect" -> socket.write("HTTP/1.1 302 Found\r\nLocation: /good\r\nContent-Length: 0\r\n\r\n");
                case "forbidden" -> socket.write("HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n");
                case "error" -> socket.write("HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n");
                case "part" -> socket.write("HTTP/1.1 206 Part\r\nContent-Length: 4\r\n\r\ngood");
                case "gzip" -> socket.write(OK + "Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\ngood");
                case "says-much" -> socket.write(OK + "Content-Length: 99999999999\r\n\r\n");
                case "endless" -> endless(socket.write(OK + "Transfer-Encoding: chunked\r\n\r\n"), socket);
                case "drips" -> drip(socket.write(OK + "Content-Length: 9999\r\n\r\n"), socket);
                case "steady" -> steadily(socket.write(OK + "Content-Length: 2097152\r\n\r\n"), socket);
                case "torn" -> socket.end(Buffer.buffer(OK + "Content-Length: 5\r\n\r\ngood"));
                case "torn-chunks" -> socket.end(Buffer.buffer(OK + "Transfer-Encoding: chunked\r\n\r\n4\r\ngood\r\n"));
                case "bad-length" -> socket.write(OK + "Content-Length: many\r\n\r\ngood");
                case "empty" -> socket.write(OK + "Content-Length: 0\r\n\r\n");
                case "long-head" -> socket.write(OK + "X-Long: " + "x".repeat(20_000) + "\r\n\r\n");
                case "no-http" -> socket.write("220 ready\r\n");
                case "closes" -> socket.close();
                default -> {}
            }
        });
    }

    private void endless(Object begun, NetSocket socket) {
        vertx.setPeriodic(1, timer -> socket.write("2000\r\n" + "x".repeat(0x2000) + "\r\n"));
    }

    private void drip(Object begun, NetSocket socket) {
        vertx.setPeriodic(50, timer -> socket.write("x"));
    }

    /** 2 MiB in 1.6 s. */
    private void steadily(Object begun, NetSocket socket) {
        AtomicInteger left = new AtomicInteger(32);
        vertx.setPeriodic(50, timer -> {
            socket.write("x".repeat(0x10000));
            if (left.decrementAndGet() == 0) {
                vertx.cancelTimer(timer);
            }
        });
    }

    @Test
    void goodFileIsThereWithItsHash() throws Exception {
        Fetched file = fetch(local(), url("good"));

        assertEquals(4, file.bytes());
        assertEquals("good", Files.readString(file.file()));
        assertEquals("770e607624d689265ca6c44884d0807d9b054d23c473c106c72be9de08b7376c", file.sha256());
    }

    /** The key of the provider, cookies and the name of a library: none is the host's business. */
    @Test
    void nothingIsSentButTheRequest() {
        fetch(local(), url("good"));

        String sent = request.get().toLowerCase();
        assertTrue(sent.contains("user-agent: generation-gateway\r\n"), sent);
        assertTrue(sent.contains("accept-encoding: identity\r\n"), sent);
        assertFalse(sent.contains("authorization") || sent.contains("cookie") || sent.contains("traceparent"), sent);
    }

    @ParameterizedTest
    @CsvSource({
        "redirect, REDIRECT",
        "forbidden, GONE",
        "error, STATUS",
        "part, STATUS",
        "gzip, TYPE",
        "says-much, TOO_LARGE",
        "endless, TOO_LARGE",
        "drips, TIMEOUT",
        "silent, TIMEOUT",
        "torn, TORN",
        "torn-chunks, TORN",
        "bad-length, CONNECTION",
        "empty, TORN",
        "long-head, CONNECTION",
        "no-http, CONNECTION",
        "closes, CONNECTION",
    })
    void badAnswersFailByTheirCause(String path, FetchFault fault) {
        Duration patience = Duration.ofSeconds(fault == FetchFault.TIMEOUT ? 1 : 20);

        assertEquals(fault, fault(local(patience), url(path)));
    }

    /** However large it is: who sends a mebibyte in a second is not cut off. */
    @Test
    void timeOfAFileGrowsWithWhatHasCome() {
        Duration patience = Duration.ofSeconds(1);
        Fetcher fetcher = new Fetcher(
                vertx,
                new ResultHost(List.of(), true),
                Resolver.SYSTEM,
                4 << 20,
                patience,
                Fetcher.options(4, patience));

        assertEquals(2 << 20, fetch(fetcher, url("steady")).bytes());
    }

    /** A name that a message gives may lead anywhere: no connection is made. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "10.0.0.1",
                "172.16.0.1",
                "192.168.0.1",
                "169.254.169.254",
                "100.64.0.1",
                "0.0.0.0",
                "::1",
                "fd00:ec2::254",
                "fe80::1",
                "::ffff:127.0.0.1",
                "64:ff9b::7f00:1",
                "2002:7f00:1::"
            })
    void nameOfAnAddressThatIsNotPublicIsRefused(String address) {
        Fetcher fetcher = fetcher(new ResultHost(List.of("result.example"), false), host ->
                new InetAddress[] {InetAddress.getByName(address)});

        assertEquals(FetchFault.ADDRESS, fault(fetcher, "https://files.result.example/f/1.png"));
        assertEquals(0, connections.get());
    }

    /** The name leads to 127.0.0.1 for everybody else, and nobody listens there. */
    @Test
    void nameIsLookedUpOnceAndTheConnectionGoesToThatAddress() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        Resolver turning = host ->
                new InetAddress[] {InetAddress.getByName(asked.incrementAndGet() == 1 ? "127.0.0.2" : "10.0.0.1")};
        int port = port(vertx.createNetServer().connectHandler(this::answer).listen(0, "127.0.0.2"));

        Fetched file = fetch(fetcher(new ResultHost(List.of(), true), turning), "http://localhost:" + port + "/good");

        assertEquals(4, file.bytes());
        assertEquals(1, asked.get());
    }

    /** Whatever leads there, such as a proxy: what was checked is not what answers. */
    @Test
    void connectionThatEndsAtAnotherAddressIsRefused() throws Exception {
        ThrowAwayAuthority authority = new ThrowAwayAuthority(folder).signs("localhost");
        int proxy = port(vertx.createNetServer(new NetServerOptions().setKeyCertOptions(keys(authority)))
                .connectHandler(this::leadAstray)
                .listen(0, "127.0.0.1"));
        HttpClientOptions options = Fetcher.options(4, Duration.ofSeconds(20))
                .setTrustOptions(new PfxOptions()
                        .setPath(authority.trustStore().toString())
                        .setPassword(ThrowAwayAuthority.PASSWORD))
                .setProxyOptions(new ProxyOptions().setHost("127.0.0.1").setPort(proxy));
        Resolver open = host -> new InetAddress[] {InetAddress.getByName("8.8.8.8")};
        Fetcher fetcher = new Fetcher(
                vertx, new ResultHost(List.of("localhost"), false), open, MOST, Duration.ofSeconds(20), options);

        assertEquals(FetchFault.ADDRESS, fault(fetcher, "https://localhost/good"));
    }

    /** Answers in the place of the host that the client wants to be connected with. */
    private void leadAstray(NetSocket socket) {
        socket.handler(connect -> {
            socket.handler(get -> socket.write(OK + "Content-Length: 4\r\n\r\ngood"));
            socket.write("HTTP/1.1 200 OK\r\n\r\n").compose(connected -> socket.upgradeToSsl());
        });
    }

    private static PfxOptions keys(ThrowAwayAuthority authority) {
        return new PfxOptions()
                .setPath(authority.file("localhost-keystore.p12").toString())
                .setPassword(ThrowAwayAuthority.PASSWORD);
    }

    private static int port(Future<NetServer> server) {
        return server.toCompletionStage().toCompletableFuture().join().actualPort();
    }

    @Test
    void ofSeveralAddressesAPublicOneIsTaken() throws Exception {
        InetAddress open = InetAddress.getByName("8.8.8.8");
        var target = new ResultHost(List.of("a.example"), false).target("https://a.example/");

        assertEquals(open, target.choose(new InetAddress[] {InetAddress.getByName("10.0.0.1"), open}));
        assertThrows(FetchException.class, () -> target.choose(new InetAddress[0]));
    }

    @Test
    void hostWhoseCertificateNobodyVouchesForIsRefused() throws Exception {
        ThrowAwayAuthority authority = new ThrowAwayAuthority(folder).signs("localhost");
        var options = new HttpServerOptions().setSsl(true).setKeyCertOptions(keys(authority));
        int port = vertx.createHttpServer(options)
                .requestHandler(any -> any.response().end("good"))
                .listen(0, "localhost")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();

        assertEquals(FetchFault.CONNECTION, fault(local(), "https://localhost:" + port + "/good"));
    }

    /** Silence is no failure for as long as the whole may take. */
    @Test
    void configuredTimeIsTheOnlyOne() {
        assertEquals(601, Fetcher.options(4, Duration.ofMinutes(10)).getIdleTimeout());
    }

    private Fetcher local() {
        return local(Duration.ofSeconds(20));
    }

    private Fetcher local(Duration patience) {
        return new Fetcher(
                vertx, new ResultHost(List.of(), true), Resolver.SYSTEM, MOST, patience, Fetcher.options(4, patience));
    }

    private Fetcher fetcher(ResultHost hosts, Resolver resolver) {
        return new Fetcher(
                vertx, hosts, resolver, MOST, Duration.ofSeconds(20), Fetcher.options(4, Duration.ofSeconds(20)));
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.actualPort() + "/" + path;
    }

    private Fetched fetch(Fetcher fetcher, String url) {
        return fetcher.fetch(url, folder.resolve("file"))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private FetchFault fault(Fetcher fetcher, String url) {
        var failure = assertThrows(CompletionException.class, () -> fetch(fetcher, url));
        return ((FetchException) failure.getCause()).fault();
    }
}
