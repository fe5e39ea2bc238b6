package dev.gengate.custody;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gengate.proof.servers.ChildProcess;
import dev.gengate.proof.servers.LocalS3;
import dev.gengate.proof.servers.Ports;
import dev.gengate.proof.servers.SigV4;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The store s3 against a server that is not ours: S3Proxy, which .ci/run fetches as one jar. It does not know the checksum
 * that goes along with an object, so it is told to pass over it.
 */
@Tag("gate")
class S3ProxyIT {
    private static final Path JAR = Path.of("target", "s3proxy", "s3proxy-jar-with-dependencies.jar");
    private static final byte[] BYTES = "a picture".repeat(100_000).getBytes(UTF_8);
    private static final String KEY = "2026/01/31/id/1.png";

    private final Vertx vertx = Vertx.vertx();
    private final int port = Ports.free();

    @TempDir
    Path folder;

    private ChildProcess server;
    private S3Store store;

    @BeforeEach
    void start() throws IOException {
        assumeTrue(Files.exists(JAR), "needs " + JAR);
        System.setProperty("aws.accessKeyId", LocalS3.KEY);
        System.setProperty("aws.secretAccessKey", LocalS3.SECRET);
        URI url = URI.create("http://127.0.0.1:" + port);
        store = new S3Store(vertx, new S3StoreTest.Bucket(url), 4, Optional.of(folder), Clock.systemUTC());
        server = new ChildProcess(
                List.of(
                        ChildProcess.java(),
                        "-jar",
                        JAR.toString(),
                        "--properties",
                        configuration(url).toString()),
                Map.of(),
                Path.of("target", "s3proxy", "s3proxy.log"));
        server.start();
        assertTrue(
                server.await(Duration.ofSeconds(60), Duration.ofMillis(200), () -> Ports.answers(port)),
                "S3Proxy starts");
    }

    private Path configuration(URI url) throws IOException {
        Path objects = folder.resolve("objects");
        Files.createDirectories(objects.resolve("results"));
        return Files.writeString(
                folder.resolve("s3proxy.conf"),
                """
                s3proxy.authorization=aws-v4
                s3proxy.endpoint=%s
                s3proxy.ignore-unknown-headers=true
                s3proxy.identity=%s
                s3proxy.credential=%s
                jclouds.provider=filesystem
                jclouds.filesystem.basedir=%s
                """
                        .formatted(url, LocalS3.KEY, LocalS3.SECRET, objects));
    }

    @AfterEach
    void stop() {
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
        if (server != null) {
            store.close();
            server.close();
        }
        vertx.close();
    }

    @Test
    void whatIsPutIsListedReadAndRemoved() throws Exception {
        put(KEY);
        put(KEY);

        assertEquals(List.of(KEY), listed(null));
        assertArrayEquals(BYTES, get(await(store.signed(KEY, Duration.ofMinutes(15), false)), 200));
        assertEquals(List.of(), listed(KEY));
        await(store.remove(KEY));
        await(store.remove(KEY));
        assertEquals(List.of(), listed(null));
    }

    @Test
    void signedUrlIsGoodForNothingElse() throws Exception {
        put(KEY);
        URI url = await(store.signed(KEY, Duration.ofMinutes(15), false));

        get(URI.create(url.toString().replace("1.png", "2.png")), 403);
        get(URI.create(url.toString().split("\\?")[0]), 403);
    }

    /** But for the folders, which it lists as objects. */
    private List<String> listed(String after) {
        return await(store.list("2026/01/31/", after, 10)).stream()
                .filter(key -> !key.endsWith("/"))
                .toList();
    }

    private void put(String key) throws IOException {
        Path file = Files.write(store.incoming().file(), BYTES);
        String sha256 = HexFormat.of().formatHex(SigV4.sha256(BYTES));
        await(store.put(key, file, BYTES.length, sha256, "image/png"));
        assertFalse(Files.exists(file), "what is stored is nowhere else");
    }

    private static byte[] get(URI url, int status) throws Exception {
        var answer = HttpClient.newHttpClient().send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofByteArray());
        assertEquals(status, answer.statusCode());
        return answer.body();
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }
}
